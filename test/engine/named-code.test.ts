import { describe, expect, it } from 'vitest'
import { flowSchema } from '../../src/engine/flow/flow.schema.ts'
import { codesIn, createStartMatchers } from '../../src/engine/named-code.ts'

const codes = { letters: ['lc'], before: ['đăng ký', 'lớp', 'chọn'], after: ['còn chỗ không', 'học ở đâu'] }
const lop = flowSchema.parse({ id: 'lop', title: 'Lớp', starts: { codes }, steps: [{ say: 'Lớp' }] })
const { matchPhrase, matchCode } = createStartMatchers([lop], {
  before: ['dạ', 'cho', 'em'],
  after: ['ạ', 'với', 'con', 'nhé'],
})

describe('a code', () => {
  it.each([
    'LC13',
    'lc13',
    'lc 13',
    'LC-13',
    'dạ LC13 ạ',
    'cho em đăng ký LC13',
    'dang ky lop lc13 voi a',
    'chọn lc 13 nhé',
    'LC13 còn chỗ không ạ',
    'lc13 con cho khong',
    'LC13 hoc o dau?',
  ])('starts its flow: "%s"', (typed) => {
    expect(matchCode(typed)?.id).toBe('lop')
    expect(matchPhrase(typed)?.id).toBe('lop')
  })

  it.each([
    ['hủy LC13', 'another word stands before it'],
    ['LC13 không học nữa', 'something else is said after it'],
    ['LC13-001', 'it is the beginning of a longer code'],
    ['LC1 LC2', 'there are two'],
    ['CT01', 'its letters are others'],
    ['alc13', 'it is within a word'],
    ['lớp', 'there is none'],
  ])('starts nothing in "%s": %s', (typed) => {
    expect(matchCode(typed)).toBeNull()
  })

  it('is read as it is stored', () => {
    expect(codesIn('lớp lc 13 hay LC.2').map(({ code }) => code)).toEqual(['LC13', 'LC2'])
  })
})
