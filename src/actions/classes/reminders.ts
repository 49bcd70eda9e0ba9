import { dayOf, startOfDay } from '../../calendar/days.ts'
import type { NoticeOutcome } from '../../classes/classes.schema.ts'
import { type DueReminder, findDueReminders, type ReminderRound, recordReminder } from '../../classes/reminder.store.ts'
import { Batcher } from '../../core/batcher.ts'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { DAY_MS, HOUR_MS } from '../../core/durations.ts'
import { AccountRemoved } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import type { ReplyChoice, TextMessage } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import { payloadOf } from '../../engine/payload.ts'
import { afterNight } from '../../support/deadline.ts'
import type { SupportDesk } from '../../support/desk.ts'
import { rememberChoicesOf } from '../remember-choices.ts'
import {
  countNotices,
  type Notice,
  type NoticeCounts,
  type NoticeParts,
  placeNotice,
  planNotice,
  withSentInWindow,
} from './notify.ts'

/** When people are reminded of the next day's lessons, after midnight in Vietnam. */
const EVENING_MS = 19 * HOUR_MS
const SOON_MS = 2 * HOUR_MS
const A_READ = 200
/** Few enough that webhooks, which come first, hardly wait for it. */
const A_TRANSACTION = 20
/** The flow that thanks for coming, and the one in which a seat is given back. */
const COME_FLOW = 'toi-den'
const CANCEL_FLOW = 'lop-cua-toi'

/**
 * Reminds people of their lessons, on the evening before and two hours ahead, once for each registration and lesson; to
 * be run every minute, in several processes if need be. Each goes the cheapest way that its platform permits; what became
 * of those that could not go, or were not wanted, is written down as well, and counted. Nobody is reminded at night.
 */
export async function remindOfClasses(db: Db, parts: NoticeParts, now: number): Promise<NoticeCounts> {
  const outcomes: (NoticeOutcome | null)[] = []
  const reminders = new Batcher<DueReminder, NoticeOutcome | null>((some) => remindTogether(db, parts, some, now), {
    maxBatch: A_TRANSACTION,
  })
  for (const round of roundsAt(parts.desk.rules, now)) {
    let due = await next(round)
    for (let last = due.at(-1); last !== undefined; last = due.at(-1)) {
      const some = await Promise.all(due.map((one) => reminders.add(one).catch((error) => withoutAccount(one, error))))
      outcomes.push(...some)
      if (due.length < A_READ) break
      // All that begins before the last of these is done with, and need not be gone through again.
      due = await next({ ...round, from: last.sessionAt - 1 })
    }
  }
  return countNotices(outcomes)

  async function next(round: ReminderRound): Promise<DueReminder[]> {
    return withSentInWindow(db, await findDueReminders(db, parts.desk.sealer, round, A_READ))
  }

  async function withoutAccount(reminder: DueReminder, error: unknown): Promise<NoticeOutcome | null> {
    if (!(error instanceof AccountRemoved)) throw error
    return (await recordReminder(db, reminder, 'no_account', now)) ? 'no_account' : null
  }
}

function roundsAt(rules: SupportDesk['rules'], now: number): ReminderRound[] {
  if (afterNight(rules, now) !== now) return []
  const soon: ReminderRound = { kind: 'soon', from: now, until: now + SOON_MS, since: now, lead: SOON_MS }
  const midnight = startOfDay(dayOf(now))
  if (now < midnight + EVENING_MS) return [soon]
  const tomorrow = midnight + DAY_MS
  const since = midnight + EVENING_MS
  return [soon, { kind: 'evening', from: tomorrow - 1, until: tomorrow + DAY_MS - 1, since, lead: 0 }]
}

/** A few in a transaction, so that turns of the same people need not wait for all; null where another was faster. */
function remindTogether(
  db: Db,
  parts: NoticeParts,
  reminders: readonly DueReminder[],
  now: number,
): Promise<(NoticeOutcome | null)[]> {
  return db.transaction().execute(async (trx) => {
    const outcomes: (NoticeOutcome | null)[] = []
    for (const reminder of reminders) {
      const planned = planNotice(parts, noticeOf(reminder, now))
      const first = await recordReminder(trx, reminder, planned.outcome, now)
      if (first) await placeNotice(trx, parts, planned, () => messageOf(trx, parts, reminder, now), now)
      outcomes.push(first ? planned.outcome : null)
    }
    return outcomes
  })
}

function noticeOf(reminder: DueReminder, now: number): Notice {
  const { registration, sessionAt, kind, phone } = reminder
  const key = `remind-${registration}-${sessionAt}-${kind}`
  return { person: reminder, kind: 'reminder', key, values: valuesOf(reminder), phone, dueAt: now }
}

function valuesOf({ sessionAt, subject, place, name, code }: DueReminder): Readonly<Record<string, string>> {
  return { time: vietnamTime(sessionAt), date: vietnamDate(sessionAt), subject, place, name, code }
}

async function messageOf(
  trx: Db,
  { desk, classTexts }: NoticeParts,
  reminder: DueReminder,
  now: number,
): Promise<TextMessage> {
  const { reminder: texts } = classTexts
  const { contact, kind } = reminder
  const choices: readonly ReplyChoice[] = [
    { type: 'reply', label: texts.come, payload: payloadOf({ type: 'flow', flow: COME_FLOW }) },
    { type: 'reply', label: texts.cancel, payload: payloadOf({ type: 'flow', flow: CANCEL_FLOW }) },
  ]
  const said = fill(texts[kind], valuesOf(reminder))
  const byNumber = await rememberChoicesOf(trx, desk.sealer, { contact, choices, now })
  return { type: 'text', text: byNumber ? `${said}\n${texts.numbers}` : said, choices }
}
