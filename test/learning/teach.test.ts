import { beforeEach, expect, it } from 'vitest'
import type { TeachableAnswers } from '../../src/answers/teachable.ts'
import type { TopicId } from '../../src/core/ids.ts'
import type { LessonId } from '../../src/learning/learning.schema.ts'
import type { Learning } from '../../src/learning/learning.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW } from '../support/samples.ts'
import { admin, giaLai, haTinh, officer } from './support/classroom.ts'
import {
  askInVain,
  fewAnswers,
  fewLessons,
  HARM,
  OTHER_TOPIC,
  QUESTION,
  TOPIC,
  TOPIC_ELSEWHERE,
} from './support/few-answers.ts'

describeOnBothEngines('teaching', (context) => {
  let learning: Learning
  /** When the next thing is taught. */
  let later: number

  beforeEach(() => {
    // Every test begins with empty tables, and so with answers that were taught nothing.
    learning = over(fewAnswers())
    later = NOW
  })

  const over = (answers: TeachableAnswers) => fewLessons(context.db, answers)
  const ask = (question: string, number?: number, at?: number) => askInVain(context.db, learning, question, number, at)
  const attach = async (question: string, topic = TOPIC, by = admin, force = false, of = learning) =>
    of.attach({ province: giaLai, questions: [await ask(question)], topic, force }, by, ++later)
  const deeds = async () =>
    (await context.db.selectFrom('audit_log').select(['actor', 'action', 'detail']).orderBy('id').execute()).map(
      ({ actor, action, detail }) => `${actor} ${action} ${detail}`,
    )

  it('refuses what makes the guard worse, names what suffered, and changes nothing', async () => {
    const refused = await attach(HARM, TOPIC, officer)
    expect(refused).toMatchObject({
      type: 'worse',
      verdict: { before: { right: 2, wrong: 0 }, after: { right: 1 }, suffered: [{ topic: null }] },
    })
    expect(await learning.history(giaLai, 10)).toEqual([])
    expect(await deeds()).toEqual([expect.stringMatching(/^staff:1 questions_refused gia-lai of 2 right 2 to 1/)])
  })

  it('lets an admin force it, and nobody else', async () => {
    expect(await attach(HARM, TOPIC, officer, true)).toEqual({ type: 'not_yours' })
    expect(await attach(HARM, TOPIC, admin, true)).toMatchObject({ type: 'attached' })
    expect(await learning.history(giaLai, 10)).toMatchObject([{ forced: true, topic: TOPIC, madeBy: 'admin' }])
    expect(await deeds()).toEqual([expect.stringContaining(', forced')])
  })

  it.each([
    { name: 'questions of another province', province: haTinh, topic: TOPIC, outcome: 'not_yours' },
    { name: 'a topic that is none', province: giaLai, topic: 'vneid.none' as TopicId, outcome: 'unknown' },
    { name: 'a topic of another province', province: giaLai, topic: TOPIC_ELSEWHERE, outcome: 'unknown' },
  ])('knows nothing of $name', async ({ province, topic, outcome }) => {
    const questions = [await ask(QUESTION)]
    expect(await learning.attach({ province, questions, topic, force: false }, officer, NOW)).toEqual({ type: outcome })
    expect(await deeds()).toEqual([])
  })

  it('undoes nothing that is not there, not theirs, or undone before', async () => {
    const attached = await attach(QUESTION)
    const lesson = attached.type === 'attached' ? attached.lesson : ('' as LessonId)
    expect(await learning.undo('none' as LessonId, admin, NOW)).toEqual({ type: 'unknown' })
    expect(await learning.undo(lesson, { ...officer, provinces: [haTinh] }, NOW)).toEqual({ type: 'not_yours' })
    expect(await learning.undo(lesson, officer, NOW + 2)).toEqual({ type: 'undone' })
    expect(await learning.undo(lesson, officer, NOW + 3)).toEqual({ type: 'undone_before' })
    expect(await learning.history(giaLai, 10)).toMatchObject([{ undoneBy: 'staff:1', undoneAt: NOW + 2 }])
    expect(await deeds()).toEqual([
      expect.stringContaining('admin questions_attached gia-lai vneid.cai-dat 1 questions'),
      'staff:1 lesson_undone gia-lai vneid.cai-dat',
    ])
  })

  it('dismisses questions, with those like them, until that is undone', async () => {
    const open = async () => (await learning.groups(giaLai, 10)).all
    const questions = [await ask('giá cà phê hôm nay')]
    const dismissed = await learning.dismiss({ province: giaLai, questions }, officer, NOW + 1)
    await ask('giá cà phê nhân hôm nay bao nhiêu', 2, NOW + 5)
    await ask('giá cà phê hôm nay', 3, NOW + 6)
    expect(await open()).toBe(0)
    await learning.undo(dismissed.type === 'dismissed' ? dismissed.lesson : ('' as LessonId), officer, NOW + 7)
    expect(await open()).toBe(1)
  })

  it('has a question that is attached again belong to its latest topic', async () => {
    await attach(QUESTION)
    await ask(QUESTION, 2, NOW + 9)
    await attach(QUESTION, OTHER_TOPIC)
    const [latest] = await learning.history(giaLai, 10)
    expect(latest?.topic).toBe(OTHER_TOPIC)
  })

  it('shows what is asked in vain though it was attached', async () => {
    await attach(QUESTION)
    expect((await learning.groups(giaLai, 10)).all).toBe(0)
    await ask(QUESTION, 2, NOW + 9)
    expect((await learning.groups(giaLai, 10)).all).toBe(1)
  })

  it('reaches other processes, and those that start later', async () => {
    const elsewhere = fewAnswers()
    const peer = over(elsewhere)
    const decision = () => elsewhere.find(QUESTION, { province: giaLai }).decision
    expect(decision().kind).toBe('decline')
    const attached = await attach(QUESTION)
    await peer.catchUp()
    expect(decision()).toMatchObject({ kind: 'answer', topic: TOPIC })
    await peer.undo(attached.type === 'attached' ? attached.lesson : ('' as LessonId), admin, NOW)
    expect(decision().kind).toBe('decline')
  })

  it('judges anew what another process changed meanwhile, so that nothing taught gets lost', async () => {
    const answers = fewAnswers()
    const peer = over(answers)
    const [one, other] = await Promise.all([
      attach(QUESTION, TOPIC, admin, false, learning),
      attach('thi bằng lái máy cày ở đâu', OTHER_TOPIC, admin, false, peer),
    ])
    expect([one.type, other.type]).toEqual(['attached', 'attached'])
    await peer.catchUp()
    const find = (question: string) => answers.find(question, { province: giaLai }).decision
    expect(find(QUESTION)).toMatchObject({ topic: TOPIC })
    expect(find('thi bằng lái máy cày ở đâu')).toMatchObject({ topic: OTHER_TOPIC })
  })

  it('keeps the latest fifty questions of one person', async () => {
    for (let number = 0; number < 55; number++) await ask(`câu hỏi về đời thứ ${number} ông bà`, 1, NOW + number)
    const rows = await context.db.selectFrom('open_questions').select('last_at').orderBy('last_at').execute()
    expect([rows.length, rows[0]?.last_at]).toEqual([50, NOW + 5])
  })

  it('forgets what nobody looked at for half a year', async () => {
    await ask(QUESTION)
    await learning.forgetOld(NOW + 181 * 86_400_000)
    expect((await learning.groups(giaLai, 10)).all).toBe(0)
  })
})
