import { dayOf, startOfDay } from '../../calendar/days.ts'
import type { NoticeOutcome } from '../../classes/classes.schema.ts'
import { type DueRating, findDueRatings, recordAsked } from '../../classes/rating.store.ts'
import { DAY_MS, MINUTE_MS } from '../../core/durations.ts'
import type { Minutes } from '../../core/vietnam-day.ts'
import type { Db } from '../../db/open.ts'
import { planFollowUp } from '../../requests/follow-up.store.ts'
import { afterNight } from '../../support/deadline.ts'
import {
  countNotices,
  type NoticeCounts,
  type NoticeParts,
  placeNotice,
  planNotice,
  settleNotice,
  withSentInWindow,
} from './notify.ts'

/** Had the system stood still, people are asked a day later at most: then nobody remembers any more. */
const DAYS_BACK = 2
const A_READ = 200
/** The flow that asks. */
const RATING_FLOW = 'danh-gia-lop'

/**
 * Asks people how a class was, on the day after it ended from `askAt` on, once each; to be run every minute, in several
 * processes if need be. Within the platform's window the flow that asks begins by itself, else a template invites to it.
 */
export async function askRatings(db: Db, parts: NoticeParts, askAt: Minutes, now: number): Promise<NoticeCounts> {
  const midnight = startOfDay(dayOf(now))
  const outcomes: (NoticeOutcome | null)[] = []
  if (now < midnight + askAt * MINUTE_MS || afterNight(parts.desk.rules, now) !== now) return countNotices(outcomes)
  const ended = { from: midnight - DAYS_BACK * DAY_MS, until: midnight }
  for (let due = await next(); due.length > 0; due = await next())
    for (const rating of due) outcomes.push(await askFor(db, parts, rating, now))
  return countNotices(outcomes)

  async function next(): Promise<DueRating[]> {
    return withSentInWindow(db, await findDueRatings(db, ended, A_READ))
  }
}

function askFor(db: Db, parts: NoticeParts, rating: DueRating, now: number): Promise<NoticeOutcome | null> {
  const { classId, code, subject, contact, lastEventAt } = rating
  const planned = planNotice(parts, {
    person: rating,
    kind: 'rating',
    key: `rating-${classId}-${contact}`,
    values: { code, subject },
    dueAt: now,
  })
  return settleNotice(
    db,
    planned.outcome,
    (trx, outcome) => recordAsked(trx, rating, outcome, now),
    async (trx) => {
      // Asked as of the person's last message: that we begin is no sign of life of theirs.
      if (planned.outcome === 'sent' && lastEventAt !== null)
        await planFollowUp(trx, { contact, flow: RATING_FLOW, askedAt: lastEventAt, dueAt: now })
      if (planned.outcome === 'template') await placeNotice(trx, parts, planned, noText, now)
    },
  )
}

function noText(): never {
  throw new Error('a question for a rating is asked by its flow')
}
