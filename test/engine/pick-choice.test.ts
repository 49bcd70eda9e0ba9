import { describe, expect, it } from 'vitest'
import { createChoicePicker } from '../../src/engine/pick-choice.ts'

const pick = createChoicePicker({ prefixes: ['số', 'chọn', 'câu'], numbers: { một: 1, hai: 2, ba: 3, tư: 4 } })
const choices = [
  { label: 'VNeID', payload: 'a' },
  { label: 'Dịch vụ công', payload: 'b' },
  { label: 'Gặp cán bộ', payload: 'c' },
]

describe('a typed answer to numbered choices', () => {
  it.each([
    ['1', 'a'],
    ['2.', 'b'],
    ['số 2', 'b'],
    ['so 2', 'b'],
    ['chọn số 3', 'c'],
    ['hai', 'b'],
    ['Ba!', 'c'],
    ['câu một', 'a'],
    ['dich vu cong', 'b'],
    ['GẶP CÁN BỘ', 'c'],
  ])('"%s" picks its choice', (typed, payload) => {
    expect(pick(typed, choices)).toBe(payload)
  })

  it.each(['4', '0', 'bốn mươi', 'số 22', 'dịch vụ', 'tôi muốn hỏi 2 điều', ''])('"%s" picks none', (typed) => {
    expect(pick(typed, choices)).toBeNull()
  })

  it('means nothing when nothing was offered', () => {
    expect(pick('1', [])).toBeNull()
  })
})
