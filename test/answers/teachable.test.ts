import { describe, expect, it } from 'vitest'
import { topicOfFlow } from '../../src/answers/finding.ts'
import { createTeachableAnswers } from '../../src/answers/teachable.ts'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import { atOnce } from '../../src/core/stepwise.ts'
import { articles, language, texts, topics } from './support/project.ts'

const giaLai = 'gia-lai' as ProvinceId
const haTinh = 'ha-tinh' as ProvinceId
const HOUSEHOLD = 'thu-tuc.ho-kinh-doanh' as TopicId
const VISIT = topicOfFlow('nho-den-nha')
const PORTAL = 'dvc.la-gi' as TopicId
const SWALLOWS = 'nuôi chim yến phải đăng ký gì'
const COFFEE = 'giá cà phê hôm nay bao nhiêu'
const BEES = 'nuôi ong lấy mật hỏi ai'
const GRAVE = 'xây mộ cho ông nội xin phép ai'

const shown = articles.map((one) => (one.topic === PORTAL ? { ...one, provinces: [haTinh] } : one))
const flows = [{ id: 'nho-den-nha', title: 'Nhờ đến nhà', examples: ['nhờ tổ công nghệ số đến nhà'] }]
const answers = createTeachableAnswers({ articles: shown, flows, topics, language, texts })

describe('answers that are taught', () => {
  const learned = atOnce(
    answers.others(
      new Map([
        [HOUSEHOLD, [SWALLOWS, COFFEE]],
        [VISIT, [BEES]],
        [PORTAL, [GRAVE]],
      ]),
    ),
  )

  it.each([
    SWALLOWS,
    'NUOI CHIM YEN PHAI DANG KY GI?',
    'nuôi chim yến phải đăng ký gì vậy ad',
    'bác nuôi chim yến thì phải đăng ký gì hả cháu',
  ])('answer "%s" as they were told', (question) => {
    expect(answers.find(question, { province: giaLai }).decision.kind).not.toBe('answer')
    expect(learned.find(question, { province: giaLai }).decision).toMatchObject({ kind: 'answer', topic: HOUSEHOLD })
  })

  it('answer word for word what was attached, even where it is near to what is not ours', () => {
    expect(learned.find(COFFEE, { province: giaLai }).decision).toMatchObject({ topic: HOUSEHOLD })
  })

  it('begin a flow to which a question was attached', () => {
    expect(learned.find(BEES, { province: giaLai }).decision).toMatchObject({ kind: 'flow', flow: 'nho-den-nha' })
  })

  it('show no article of another province', () => {
    expect(learned.find(GRAVE, { province: giaLai }).decision.kind).not.toBe('answer')
    expect(learned.find(GRAVE, { province: haTinh }).decision).toMatchObject({ topic: PORTAL })
    expect([answers.teachableIn(giaLai).has(PORTAL), answers.teachableIn(giaLai).has(VISIT)]).toEqual([false, true])
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
    const ours = createTeachableAnswers({ articles: shown.slice(0, 3), topics: new Map(), language, texts })
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
