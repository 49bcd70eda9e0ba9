import { describe, expect, it } from 'vitest'
import { flowSchema } from '../../src/engine/flow/flow.schema.ts'
import { createPhraseMatcher } from '../../src/engine/phrases.ts'

const flow = (id: string, phrases: string[]) =>
  flowSchema.parse({ id, title: id, starts: { phrases }, steps: [{ say: id }] })
const match = createPhraseMatcher(
  [
    flow('chao', ['xin chào', 'chào', 'chào bạn']),
    flow('cam-on', ['cảm ơn']),
    flow('dung', ['dừng', 'dừng nhận tin']),
    flow('ma', ['má ơi']),
  ],
  {
    before: ['dạ', 'cháu', 'xin'],
    after: ['ạ', 'nhé', 'bạn', 'nhiều', 'cháu'],
  },
)

describe('a phrase', () => {
  it.each([
    { typed: 'xin chào', flow: 'chao' },
    { typed: 'XIN CHÀO!!!', flow: 'chao' },
    { typed: 'xin chao', flow: 'chao' },
    { typed: 'chào bạn', flow: 'chao' },
    { typed: 'dạ cháu cảm ơn nhiều ạ', flow: 'cam-on' },
    { typed: 'cam on nhe', flow: 'cam-on' },
    { typed: 'Dừng', flow: 'dung' },
    { typed: 'dung nhan tin', flow: 'dung' },
    { typed: 'má ơi', flow: 'ma' },
  ])('starts its flow: "$typed"', ({ typed, flow: id }) => {
    expect(match(typed)?.id).toBe(id)
  })

  it.each([
    { typed: 'cảm ơn, cho hỏi làm vneid ở đâu', why: 'a question follows' },
    { typed: 'dùng', why: 'its typed accents say another word' },
    { typed: 'mã ơi', why: 'its typed accents say another word' },
    { typed: 'làm sao để dừng dịch vụ công', why: 'the phrase stands within a sentence' },
    { typed: 'dạ', why: 'politeness alone is no phrase' },
    { typed: '', why: 'nothing was typed' },
  ])('does not start where $why: "$typed"', ({ typed }) => {
    expect(match(typed)).toBeNull()
  })
})
