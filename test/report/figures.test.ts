import { expect, it } from 'vitest'
import { broadcastFigures } from '../../src/broadcasts/figures.store.ts'
import { classFigures, NO_CLASSES } from '../../src/classes/period-figures.store.ts'
import type { Period } from '../../src/core/period.ts'
import { findIdRange } from '../../src/db/id-range.ts'
import type { Db } from '../../src/db/open.ts'
import { inboxFigures } from '../../src/inbox/figures.store.ts'
import { questionFigures } from '../../src/learning/figures.store.ts'
import { mentorFigures } from '../../src/mentors/figures.store.ts'
import { outboxFigures } from '../../src/outbox/figures.store.ts'
import { peopleFigures } from '../../src/people/figures.store.ts'
import { visitFigures } from '../../src/requests/figures.store.ts'
import { ticketFigures } from '../../src/support/figures.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { sealer } from '../support/samples.ts'
import { at, giaLai, quyNhon, quyNhonBac } from '../support/support-desk.ts'
import * as campaign from './support/campaign.ts'

const { ACCOUNTS, CAMPAIGN } = campaign
const COMMUNES = [quyNhon, quyNhonBac]
const MINUTE = 60_000
const OCTOBER: Period = { from: at('2026-10-01 00:00'), until: at('2026-11-01 00:00') }
const EMPTY: Period = { from: at('2027-01-01 00:00'), until: at('2027-02-01 00:00') }

const received = (db: Db, period: Period) => findIdRange(db, { table: 'inbox', at: 'received_at' }, period)

interface Case {
  readonly room: string
  readonly store: (db: Db) => Promise<void>
  readonly count: (db: Db, period: Period) => Promise<unknown>
  readonly campaign: unknown
  readonly nothing: unknown
}

const CASES: readonly Case[] = [
  {
    room: 'people of the accounts alone, and those who said where they live',
    store: campaign.storePeople,
    count: async (db, period) => peopleFigures(db, sealer, ACCOUNTS, period, await received(db, period)),
    campaign: {
      known: 4,
      new: 3,
      active: 4,
      optedOut: 1,
      byCommune: new Map([
        [quyNhonBac, { active: 1, new: 0 }],
        [quyNhon, { active: 2, new: 2 }],
      ]),
    },
    nothing: { known: 5, new: 0, active: 0, optedOut: 0, byCommune: new Map() },
  },
  {
    room: 'what people wrote and pressed',
    store: campaign.storePeople,
    count: async (db, period) => inboxFigures(db, ACCOUNTS, period, await received(db, period)),
    campaign: { received: 4, handled: 2, setAside: 1 },
    nothing: { received: 0, handled: 0, setAside: 0 },
  },
  {
    room: 'messages to single people',
    store: campaign.storeMessages,
    count: (db, period) => outboxFigures(db, ACCOUNTS, period),
    campaign: { sent: 2, failed: 1, unknown: 1, waiting: 1 },
    nothing: { sent: 0, failed: 0, unknown: 0, waiting: 0 },
  },
  {
    room: 'questions asked in vain',
    store: campaign.storeQuestions,
    count: (db, period) => questionFigures(db, giaLai, period),
    campaign: { asked: 3, people: 2, why: { declined: 2, not_picked: 0, rated_bad: 1 } },
    nothing: { asked: 0, people: 0, why: { declined: 0, not_picked: 0, rated_bad: 0 } },
  },
  {
    room: 'requests for a person, as a whole',
    store: campaign.storeTickets,
    count: async (db, period) => (await ticketFigures(db, ACCOUNTS, COMMUNES, period)).all,
    campaign: {
      opened: 5,
      answered: 3,
      closed: 2,
      passedUp: 2,
      medianFirstReplyMs: 30 * MINUTE,
      rated: 2,
      meanRating: 3.5,
    },
    nothing: {
      opened: 0,
      answered: 0,
      closed: 0,
      passedUp: 0,
      medianFirstReplyMs: null,
      rated: 0,
      meanRating: null,
    },
  },
  {
    room: 'requests for a person by unit, the median of two between them',
    store: campaign.storeTickets,
    count: async (db, period) => {
      const { byUnit } = await ticketFigures(db, ACCOUNTS, COMMUNES, period)
      return new Map(
        Array.from(byUnit, ([unit, { opened, passedUp, medianFirstReplyMs: ms }]) => [unit, [opened, passedUp, ms]]),
      )
    },
    campaign: new Map<string | null, unknown>([
      [quyNhon, [2, 1, 20 * MINUTE]],
      [quyNhonBac, [1, 0, 100 * MINUTE]],
      [giaLai, [1, 1, null]],
      [null, [1, 0, null]],
    ]),
    nothing: new Map(),
  },
  {
    room: 'visits by commune',
    store: campaign.storeVisits,
    count: (db, period) => visitFigures(db, COMMUNES, period),
    campaign: new Map([
      [quyNhon, { asked: 3, waiting: 1, taken: 1, done: 1, cancelled: 0 }],
      [quyNhonBac, { asked: 1, waiting: 0, taken: 0, done: 0, cancelled: 1 }],
    ]),
    nothing: new Map(),
  },
  {
    room: 'classes by commune, those called off left out',
    store: campaign.storeClasses,
    count: (db, period) => classFigures(db, COMMUNES, period),
    campaign: new Map([
      [quyNhon, { classes: 1, lessons: 1, places: 20, registered: 2, present: 1, rated: 1, stars: 5 }],
      [quyNhonBac, { ...NO_CLASSES, classes: 1, lessons: 1, places: 15 }],
    ]),
    nothing: new Map(),
  },
  {
    room: 'mentors, pairs and who has learned, by commune',
    store: campaign.storeMentors,
    count: (db, period) => mentorFigures(db, COMMUNES, period),
    campaign: new Map([
      [quyNhon, { mentors: 1, new: 0, pairs: 1, learned: 1 }],
      [quyNhonBac, { mentors: 1, new: 1, pairs: 0, learned: 0 }],
    ]),
    nothing: new Map([
      [quyNhon, { mentors: 2, new: 0, pairs: 0, learned: 0 }],
      [quyNhonBac, { mentors: 1, new: 0, pairs: 0, learned: 0 }],
    ]),
  },
  {
    room: 'announcements of the province, exercises left out',
    store: campaign.storeBroadcasts,
    count: (db, period) => broadcastFigures(db, giaLai, period),
    campaign: {
      runs: 1,
      missed: 1,
      sent: 2,
      delivered: 1,
      seen: 1,
      failed: 1,
      unknown: 1,
      waiting: 1,
      articles: 1,
      leftOut: { opted_out: 3, outside_window: 3 },
    },
    nothing: {
      runs: 0,
      missed: 0,
      sent: 0,
      delivered: 0,
      seen: 0,
      failed: 0,
      unknown: 0,
      waiting: 0,
      articles: 0,
      leftOut: {},
    },
  },
]

describeOnBothEngines('figures of a period', (context) => {
  it.each(CASES)('$room', async ({ store, count, ...expected }) => {
    await store(context.db)
    expect(await count(context.db, CAMPAIGN)).toEqual(expected.campaign)
    expect(await count(context.db, EMPTY)).toEqual(expected.nothing)
  })

  it('of classes count people whose data were erased since, where a whole month is asked for', async () => {
    const erased = { commune_code: quyNhon, month: '2026-10', registered: 7, present: 5, people: 4 }
    await context.db.insertInto('class_past_figures').values(erased).execute()
    expect(await classFigures(context.db, COMMUNES, CAMPAIGN)).toEqual(new Map())
    const all = new Map([[quyNhon, { ...NO_CLASSES, registered: 7, present: 5 }]])
    expect(await classFigures(context.db, COMMUNES, OCTOBER)).toEqual(all)
  })

  it('of nothing are none', async () => {
    expect(await received(context.db, CAMPAIGN)).toBeNull()
    expect(await peopleFigures(context.db, sealer, [], CAMPAIGN, null)).toMatchObject({ known: 0 })
    expect((await ticketFigures(context.db, [], [], CAMPAIGN)).byUnit.size).toBe(0)
    expect(await classFigures(context.db, [], CAMPAIGN)).toEqual(new Map())
  })
})
