import { describe, expect, it } from 'vitest'
import { remember } from '../../src/core/remember.ts'

describe('what is remembered', () => {
  const computed: string[] = []
  const upper = remember(2, (key) => {
    computed.push(key)
    return { text: key.toUpperCase() }
  })

  it('is computed once, and forgotten when others were asked for later', () => {
    expect(upper('a')).toBe(upper('a'))
    upper('b')
    upper('a')
    upper('c')
    expect(computed).toEqual(['a', 'b', 'c'])
    upper('a')
    expect(computed).toEqual(['a', 'b', 'c'])
    expect(upper('b')).toEqual({ text: 'B' })
    expect(computed).toEqual(['a', 'b', 'c', 'b'])
  })

  it('is kept while it is asked for again and again, whatever else comes', () => {
    let computed = 0
    const length = remember(10, (key) => {
      if (key === 'usual') computed += 1
      return key.length
    })
    for (let rare = 0; rare < 1000; rare++) {
      length(`rare ${rare}`)
      expect(length('usual')).toBe(5)
    }
    expect(computed).toBe(1)
  })

  it('is the half of the limit that was asked for last, and never more than the limit', () => {
    const again: number[] = []
    let counting = false
    const numberOf = remember(10, (key) => {
      if (counting) again.push(Number(key))
      return { number: Number(key) }
    })
    for (let number = 0; number < 1000; number++) numberOf(`${number}`)
    counting = true
    for (let number = 999; number >= 985; number--) numberOf(`${number}`)
    expect(again.filter((number) => number >= 995)).toEqual([])
    expect(15 - again.length).toBeLessThanOrEqual(10)
  })
})
