import { describe, expect, it } from 'vitest'
import { topicOfFlow } from '../../src/answers/finding.ts'
import type { Taught } from '../../src/answers/searched.ts'
import { createTeachableAnswers } from '../../src/answers/teachable.ts'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import { atOnce } from '../../src/core/stepwise.ts'
import { articles, language, texts, topics } from './support/project.ts'

const giaLai = 'gia-lai' as ProvinceId
const haTinh = 'ha-tinh' as ProvinceId
const HOUSEHOLD = 'thu-tuc.ho-kinh-doanh' as TopicId
const VISIT = topicOfFlow('nho-den-nha')
const SWALLOWS = 'nuôi chim yến phải đăng ký gì'

const shown = articles.map((one) => (one.topic === 'dvc.la-gi' ? { ...one, provinces: [haTinh] } : one))
const flows = [{ id: 'nho-den-nha', title: 'Nhờ đến nhà', examples: ['nhờ tổ công nghệ số đến nhà'] }]
const answers = createTeachableAnswers({ articles: shown, flows, topics, language, texts })
const taught = (lessons: Taught) => atOnce(answers.others(lessons))
const lesson = (topic: TopicId, question = SWALLOWS) => taught(new Map([[topic, [question]]]))

describe('answers that are taught', () => {
  const learned = lesson(HOUSEHOLD)

  it.each([
    SWALLOWS,
    'NUOI CHIM YEN PHAI DANG KY GI?',
    'nuôi chim yến phải đăng ký gì vậy ad',
    'đăng ký nuôi chim yến',
  ])('answer "%s" as they were told', (question) => {
    expect(answers.find(question, { province: giaLai }).decision.kind).not.toBe('answer')
    expect(learned.find(question, { province: giaLai }).decision).toMatchObject({ kind: 'answer', topic: HOUSEHOLD })
  })

  it('answer word for word what was attached, even where it is near to what is not ours', () => {
    const question = 'giá cà phê hôm nay bao nhiêu'
    expect(lesson(HOUSEHOLD, question).find(question, { province: giaLai }).decision).toMatchObject({
      topic: HOUSEHOLD,
    })
  })

  it('begin a flow to which a question was attached', () => {
    expect(lesson(VISIT).find(SWALLOWS, { province: giaLai }).decision).toMatchObject({
      kind: 'flow',
      flow: 'nho-den-nha',
    })
  })

  it('show no article of another province', () => {
    const elsewhere = lesson('dvc.la-gi' as TopicId)
    expect(elsewhere.find(SWALLOWS, { province: giaLai }).decision.kind).not.toBe('answer')
    expect(elsewhere.find(SWALLOWS, { province: haTinh }).decision).toMatchObject({ topic: 'dvc.la-gi' })
    expect([answers.teachableIn(giaLai).has('dvc.la-gi' as TopicId), answers.teachableIn(giaLai).has(VISIT)]).toEqual([
      false,
      true,
    ])
  })

  it('say of all else what they said before', () => {
    const samples = articles.flatMap(({ questions }) => questions.slice(0, 2))
    const decide = (of: Pick<typeof answers, 'find'>) =>
      samples.map((question) => {
        const { decision } = of.find(question, { province: giaLai })
        return `${question}: ${decision.kind} ${'topic' in decision ? decision.topic : ''}`
      })
    expect(decide(learned)).toEqual(decide(answers))
  })

  it('change only when they are put in place', () => {
    const ours = createTeachableAnswers({ articles: shown.slice(0, 3), topics, language, texts })
    const topic = shown[0]?.topic as TopicId
    const find = () => ours.find(SWALLOWS, { province: haTinh }).decision.kind
    const others = atOnce(ours.others(new Map([[topic, [SWALLOWS]]])))
    expect(find()).toBe('decline')
    ours.become(others)
    expect(find()).toBe('answer')
    ours.become(atOnce(ours.others(new Map())))
    expect(find()).toBe('decline')
  })
})
