import { describe, expect, it } from 'vitest'
import { loadAnswers } from '../../src/answers/load-answers.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { atOnce } from '../../src/core/stepwise.ts'
import { groupQuestions } from '../../src/learning/group-questions.ts'
import type { QuestionHash } from '../../src/learning/learning.schema.ts'
import type { OpenQuestion } from '../../src/learning/open-question.store.ts'

const answers = loadAnswers('.')
const termsOf = (question: string) => answers.tellingTermsOf(question)

/** A question of as many people, the first of them number `first`. */
function asked(question: string, people = 1, first = 0): OpenQuestion {
  return {
    hash: `h-${question}` as QuestionHash,
    question,
    contacts: Array.from({ length: people }, (_, at) => `zalo-oa:1/${first + at}` as ContactId),
    why: { declined: people, not_picked: 0, rated_bad: 0 },
    wrongTopics: [],
    lastAt: first,
  }
}

const grouped = (questions: readonly OpenQuestion[], dismissed: readonly string[] = []) =>
  atOnce(groupQuestions(questions, dismissed, termsOf)).map((group) => group.questions.map(({ question }) => question))

describe('groups of questions', () => {
  it.each([
    { one: 'nuôi chim yến phải đăng ký gì', other: 'dang ky nuoi chim yen' },
    { one: 'xin giấy phép xây nhà cấp bốn', other: 'giấy phép xây nhà cấp 4 xin ở đâu vậy ad' },
    { one: 'bằng lái máy cày thi ở đâu', other: 'cháu ơi thi bằng lái máy cày chỗ nào' },
  ])('hold "$one" and "$other"', ({ one, other }) => {
    expect(grouped([asked(one, 2), asked(other)])).toEqual([[one, other]])
  })

  it.each([
    { one: 'nuôi chim yến phải đăng ký gì', other: 'nuôi chó phải đăng ký gì' },
    { one: 'giấy phép xây nhà', other: 'giấy phép lái xe' },
    { one: 'mất thẻ atm', other: 'mất bằng lái' },
  ])('keep "$one" and "$other" apart', ({ one, other }) => {
    expect(grouped([asked(one, 2), asked(other)])).toEqual([[one], [other]])
  })

  it('stand in the order of how many people asked, each called by its most frequent question', () => {
    const questions = [
      asked('thi bằng lái máy cày', 1),
      asked('dang ky nuoi chim yen', 1, 10),
      asked('đăng ký nuôi chim yến ở đâu', 3, 20),
      asked('xin phép xây mộ', 2, 30),
    ]
    expect(grouped(questions)).toEqual([
      ['đăng ký nuôi chim yến ở đâu', 'dang ky nuoi chim yen'],
      ['xin phép xây mộ'],
      ['thi bằng lái máy cày'],
    ])
  })

  it('count a person once who asked in two ways', () => {
    const questions = [asked('đăng ký nuôi chim yến', 3), asked('dang ky nuoi chim yen o dau', 2)]
    expect(atOnce(groupQuestions(questions, [], termsOf))[0]?.people).toBe(3)
  })

  it('leave out what is like a dismissed question', () => {
    const questions = [asked('giá cà phê nhân hôm nay bao nhiêu', 5), asked('xin phép xây mộ')]
    expect(grouped(questions, ['gia ca phe nhan hom nay'])).toEqual([['xin phép xây mộ']])
  })

  it('are the same in whichever order the questions come', () => {
    const questions = manyQuestions(300)
    expect(grouped(questions.toReversed())).toEqual(grouped(questions))
  })

  it('of 5,000 questions are made in less than three seconds of computing, a question a step', () => {
    const questions = manyQuestions(5000)
    const begun = process.cpuUsage()
    const steps = [...groupQuestions(questions, [], termsOf)]
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(3000)
    expect(steps).toHaveLength(5000)
  })
})

/** Different questions of all kinds, each several times over in other words. */
function manyQuestions(count: number): OpenQuestion[] {
  const deeds = [
    'xin giấy phép',
    'đăng ký',
    'gia hạn',
    'hỏi về',
    'làm hồ sơ',
    'nộp phí',
    'đổi',
    'mất',
    'khiếu nại',
    'thuê',
  ]
  const things = [
    'nuôi chim yến',
    'xây chuồng bò',
    'máy cày',
    'đào giếng',
    'đốt rẫy',
    'quán karaoke',
    'bến đò',
    'lò gạch',
  ]
  const wheres = [
    'ở xã',
    'bên huyện cũ',
    'cho mẹ tôi',
    'qua mạng',
    'cuối tuần',
    'trước tết',
    'cho hợp tác xã',
    'tại nhà',
  ]
  const tails = ['', 'vậy ad', 'giúp bác với', 'thế nào', 'bao nhiêu tiền', 'mất mấy ngày', 'cần gì', 'số mấy']
  return Array.from({ length: count }, (_, at) => {
    const words = [deeds[at % 10], things[(at >> 2) % 8], wheres[(at >> 4) % 8], tails[(at >> 6) % 8], `khu ${at % 97}`]
    return { ...asked(words.join(' '), 1 + (at % 3), at), hash: `h${at}` as QuestionHash }
  })
}
