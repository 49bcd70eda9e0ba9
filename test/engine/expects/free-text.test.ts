import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthOf } from '../../../src/core/text-length.ts'
import { readFreeText } from '../../../src/engine/expects/free-text.ts'

describe('free text', () => {
  it.each([
    { name: 'is trimmed', typed: '  thôn 3, xã Mẫu \n', value: 'thôn 3, xã Mẫu' },
    { name: 'is brought to NFC', typed: 'thôn ba xã Mẫu'.normalize('NFD'), value: 'thôn ba xã Mẫu' },
    { name: 'keeps its lines', typed: 'một\r\nhai\n\n\n\nba', value: 'một\nhai\n\nba' },
    { name: 'loses control characters', typed: 'a\u0000b\u0007c', value: 'abc' },
    { name: 'may be as long as allowed', typed: 'ế'.repeat(20).normalize('NFD'), value: 'ế'.repeat(20) },
    { name: 'keeps pictures', typed: 'cảm ơn 👍🏻', value: 'cảm ơn 👍🏻' },
  ])('$name', ({ typed, value }) => {
    expect(readFreeText(typed, 20)).toEqual({ type: 'understood', value, said: value })
  })

  it.each([
    { typed: '', reading: { type: 'unclear', why: 'empty' } },
    { typed: ' \n\t ', reading: { type: 'unclear', why: 'empty' } },
    { typed: 'a'.repeat(21), reading: { type: 'unclear', why: 'too_long', count: 21 } },
  ])('is asked again: $reading.why', ({ typed, reading }) => {
    expect(readFreeText(typed, 20)).toEqual(reading)
  })

  it('never exceeds its limit, and reads back as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const reading = readFreeText(typed, 20)
        if (reading.type === 'unclear') return
        expect(lengthOf(reading.value)).toBeLessThanOrEqual(20)
        expect(readFreeText(reading.said, 20)).toEqual(reading)
      }),
    )
  })
})
