import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { communes, DONG_NAI, GIA_LAI, HA_TINH, LANG_SON, readSpoken, root, shares } from './support/measure.ts'

const spoken = readSpoken('spoken.yaml')
const questions: readonly { q: string }[] = parse(readFileSync(join(root, 'test/answers/questions.yaml'), 'utf8'))

describe('what people answer when asked where they live', () => {
  it.each([
    { name: 'those used for tuning', lines: spoken.filter(({ index }) => index % 2 === 0) },
    { name: 'those held back', lines: spoken.filter(({ index }) => index % 2 === 1) },
    { name: 'those written afterwards', lines: readSpoken('spoken-fresh.yaml') },
  ])('is understood: $name', ({ lines }) => {
    const { right, wrong, missed } = shares(lines)
    expect(lines.length).toBeGreaterThan(90)
    expect(right).toBeGreaterThanOrEqual(0.97)
    expect(wrong).toBeLessThanOrEqual(0.01)
    expect(missed).toBeLessThanOrEqual(0.01)
  })

  it('is understood in less than a millisecond each', () => {
    const times = spoken.map(({ q, province }) => {
      const start = performance.now()
      communes.find(q, { province })
      return performance.now() - start
    })
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
    expect(median).toBeLessThan(1)
  })
})

describe("questions to the assistant that are not about one's commune", () => {
  it.each([
    { name: 'Gia Lai', province: GIA_LAI },
    { name: 'Hà Tĩnh', province: HA_TINH },
    { name: 'Đồng Nai', province: DONG_NAI },
    { name: 'Lạng Sơn', province: LANG_SON },
  ])('name none of $name', ({ province }) => {
    const found = questions.filter(({ q }) => communes.find(q, { province }).kind === 'found')
    expect(found).toEqual([])
  })
})
