import { expect, it } from 'vitest'
import type { Db } from '../../src/db/open.ts'
import { eraseMentoring, expireOne, leaveMentoring } from '../../src/mentors/leave.ts'
import { findLearner, findMentor } from '../../src/mentors/mentor.store.ts'
import type { PairId } from '../../src/mentors/mentors.schema.ts'
import type { PairNews } from '../../src/mentors/pair.ts'
import { agreeToPair, confirmLearned, declinePair, endPair, type PairResult } from '../../src/mentors/pairing.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { ask, matching, sayNews, volunteer } from './support/samples.ts'

const DEEDS = { agree: agreeToPair, decline: declinePair, end: endPair, learned: confirmLearned }
type Said = { readonly outcome: string; readonly news: string[] }

describeOnBothEngines('a mentor and a learner', (context) => {
  /** Mentor 1, and learner 11 who was proposed to them. */
  const paired = async (): Promise<PairId> => {
    await volunteer(context.db, 1)
    const result = await ask(context.db, 11)
    if (result.kind !== 'proposed') throw new Error('no mentor was found')
    return result.pair.id
  }
  const does = async (number: number, deed: keyof typeof DEEDS, pair: PairId): Promise<Said> => {
    const word = { pair, contact: person(number) }
    const act = (trx: Db): Promise<PairResult<string>> => DEEDS[deed](trx, matching, word, NOW)
    const { outcome, news } = await context.db.transaction().execute(act)
    return { outcome, news: sayNews(news) }
  }
  const change = <Result>(act: (trx: Db) => Promise<Result>) => context.db.transaction().execute(act)
  const progress = async (number: number) => {
    const mentor = await findMentor(context.db, sealer, person(number))
    return mentor && `${mentor.taken} now, ${mentor.helped} helped`
  }

  it('hear of it when both have agreed, whoever agrees first', async () => {
    const pair = await paired()
    expect(await does(11, 'agree', pair)).toEqual({ outcome: 'half', news: [] })
    expect(await does(11, 'agree', pair)).toEqual({ outcome: 'half', news: [] })
    const both = ['agreed to mentor p1+p11', 'agreed to learner p1+p11']
    expect(await does(1, 'agree', pair)).toEqual({ outcome: 'agreed', news: both })
    expect(await does(1, 'agree', pair)).toEqual({ outcome: 'gone', news: [] })
  })

  it('are the only ones who have a say', async () => {
    const pair = await paired()
    await volunteer(context.db, 2)
    for (const deed of ['agree', 'decline', 'end', 'learned'] as const)
      expect(await does(2, deed, pair)).toEqual({ outcome: 'gone', news: [] })
    expect(await does(1, 'learned', pair)).toEqual({ outcome: 'gone', news: [] })
  })

  it('part when one declines: the learner is proposed another mentor, and never that one again', async () => {
    const pair = await paired()
    expect(await does(1, 'decline', pair)).toEqual({ outcome: 'done', news: ['declined to learner p1+p11'] })
    expect(await progress(1)).toBe('0 now, 0 helped')
    expect(await volunteer(context.db, 1)).toEqual([])
    expect((await volunteer(context.db, 2)).map(({ learner }) => learner.contact)).toEqual([person(11)])
  })

  it('part when one ends it: the place goes to the next who waits, and the learner to the next mentor', async () => {
    const pair = await paired()
    await volunteer(context.db, 1, { capacity: 1 })
    await does(1, 'agree', pair)
    await does(11, 'agree', pair)
    await ask(context.db, 12)
    expect(await does(11, 'end', pair)).toEqual({
      outcome: 'done',
      news: ['left to mentor p1+p11', 'proposed to mentor p1+p12', 'proposed to learner p1+p12'],
    })
    expect((await findLearner(context.db, sealer, person(11)))?.status).toBe('waiting')
    expect(await does(11, 'end', pair)).toEqual({ outcome: 'gone', news: [] })
  })

  it('are done when the learner says so, which counts once', async () => {
    const pair = await paired()
    expect((await does(11, 'learned', pair)).outcome).toBe('gone')
    await does(1, 'agree', pair)
    await does(11, 'agree', pair)
    expect(await does(11, 'learned', pair)).toEqual({ outcome: 'done', news: ['learned to mentor p1+p11'] })
    expect((await does(11, 'learned', pair)).outcome).toBe('gone')
    expect(await progress(1)).toBe('0 now, 1 helped')
    expect((await ask(context.db, 11)).kind).toBe('proposed')
  })

  it('part when the mentor leaves; the learner is proposed another', async () => {
    await paired()
    await volunteer(context.db, 2)
    const { was, news } = await change((trx) => leaveMentoring(trx, matching, person(1), NOW))
    expect(was).toEqual({ mentor: true, learner: false })
    expect(sayNews(news)).toEqual(['left to learner p1+p11', 'proposed to mentor p2+p11', 'proposed to learner p2+p11'])
    expect((await ask(context.db, 12)).kind).toBe('proposed')
    expect(await progress(1)).toBe('0 now, 0 helped')
  })

  it('leave nothing behind when their data is erased; what was helped stays counted', async () => {
    const pair = await paired()
    await does(1, 'agree', pair)
    await does(11, 'agree', pair)
    await does(11, 'learned', pair)
    const erase = (number: number): Promise<readonly PairNews[]> =>
      change((trx) => eraseMentoring(trx, matching, person(number), NOW))
    expect(sayNews(await erase(11))).toEqual([])
    expect(await progress(1)).toBe('0 now, 1 helped')
    expect(await findLearner(context.db, sealer, person(11))).toBeUndefined()
    await ask(context.db, 12)
    expect(sayNews(await erase(1))).toEqual(['left to learner p1+p12'])
    expect(await findMentor(context.db, sealer, person(1))).toBeUndefined()
    expect(await context.db.selectFrom('mentor_pairs').selectAll().execute()).toEqual([])
  })

  it.each([
    { agreed: [11], news: ['left to learner p1+p11'], learner: 'waiting' },
    { agreed: [1], news: ['left to mentor p1+p11'], learner: 'ended' },
    { agreed: [], news: [], learner: 'ended' },
  ])('part when not both agree in time (agreed: $agreed)', async ({ agreed, news, learner }) => {
    const pair = await paired()
    for (const number of agreed) await does(number, 'agree', pair)
    const expire = (before: number) => change((trx) => expireOne(trx, matching, before, NOW + 10))
    expect(await expire(NOW)).toBeUndefined()
    expect(sayNews((await expire(NOW + 1))?.news ?? [])).toEqual(news)
    expect(await expire(NOW + 1)).toBeUndefined()
    expect((await findLearner(context.db, sealer, person(11)))?.status).toBe(learner)
    expect(await progress(1)).toBe('0 now, 0 helped')
  })
})
