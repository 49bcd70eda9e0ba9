import type { SendingRules } from '../../broadcasts/rules.ts'
import { dayOf, startOfDay } from '../../calendar/days.ts'
import type { ReminderOutcome } from '../../classes/classes.schema.ts'
import { type DueReminder, findDueReminders, type ReminderRound, recordReminder } from '../../classes/reminder.store.ts'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { AccountRemoved } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import { channelOf } from '../../core/ids.ts'
import type { ReplyChoice, TextMessage } from '../../core/messages.ts'
import { DAY_MS } from '../../core/vietnam-day.ts'
import type { Db } from '../../db/open.ts'
import { payloadOf } from '../../engine/payload.ts'
import { afterNight } from '../../support/deadline.ts'
import type { SupportDesk } from '../../support/desk.ts'
import { rememberChoicesOf } from '../remember-choices.ts'
import type { ClassTexts } from './class-texts.ts'

const HOUR_MS = 3_600_000
/** When people are reminded of the next day's lessons, after midnight in Vietnam. */
const EVENING_MS = 19 * HOUR_MS
const SOON_MS = 2 * HOUR_MS
/** What is put into the outbox now goes out some time later, and must still be within the platform's window then. */
const SENDING_MS = 5 * 60_000
const A_READ = 200
/** The flow that thanks for coming, and the one in which a seat is given back. */
const COME_FLOW = 'toi-den'
const CANCEL_FLOW = 'lop-cua-toi'

/** What reminding needs besides the database. */
export interface ReminderParts {
  readonly desk: Pick<SupportDesk, 'sealer' | 'deliver' | 'rules'>
  readonly classTexts: ClassTexts
  readonly rules: Pick<SendingRules, 'waysOf'>
}

/** How many reminders had which outcome. */
export type ReminderCounts = Readonly<Record<ReminderOutcome, number>>

/**
 * Reminds people of their lessons, on the evening before and two hours ahead, once for each registration and lesson; to
 * be run every minute, in several processes if need be. Only by messages that cost nothing and to people who have not
 * opted out: what became of the others is written down as well, and counted. Nobody is reminded at night.
 */
export async function remindOfClasses(db: Db, parts: ReminderParts, now: number): Promise<ReminderCounts> {
  const counts: Record<ReminderOutcome, number> = { sent: 0, opted_out: 0, window: 0, no_account: 0 }
  for (const round of roundsAt(parts.desk.rules, now)) {
    for (let due = await next(round); due.length > 0; due = await next(round)) {
      for (const reminder of due) {
        const outcome = await remind(db, parts, reminder, now)
        if (outcome !== null) counts[outcome] += 1
      }
      if (due.length < A_READ) break
    }
  }
  return counts

  function next(round: ReminderRound): Promise<DueReminder[]> {
    return findDueReminders(db, parts.desk.sealer, round, A_READ)
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

/** One transaction for each, so that turns of the same people need not wait for all; null when another was faster. */
async function remind(
  db: Db,
  parts: ReminderParts,
  reminder: DueReminder,
  now: number,
): Promise<ReminderOutcome | null> {
  const outcome = outcomeOf(parts.rules, reminder, now)
  try {
    return await db.transaction().execute(async (trx) => {
      if (!(await recordReminder(trx, reminder, outcome, now))) return null
      if (outcome === 'sent') await send(trx, parts, reminder, now)
      return outcome
    })
  } catch (error) {
    if (!(error instanceof AccountRemoved)) throw error
    return (await recordReminder(db, reminder, 'no_account', now)) ? 'no_account' : null
  }
}

function outcomeOf(rules: ReminderParts['rules'], reminder: DueReminder, now: number): 'sent' | 'opted_out' | 'window' {
  const { contact, lastEventAt, optedOut } = reminder
  if (optedOut) return 'opted_out'
  if (lastEventAt === null) return 'window'
  const isFree = rules.waysOf(channelOf(contact), now).some(
    ({ carries, price_dong: price, within_hours: hours }) =>
      // Without an end there is nothing to be late for.
      carries === 'message' && price === 0 && (hours === undefined || now + SENDING_MS < lastEventAt + hours * HOUR_MS),
  )
  return isFree ? 'sent' : 'window'
}

async function send(trx: Db, { desk, classTexts }: ReminderParts, reminder: DueReminder, now: number): Promise<void> {
  const { reminder: texts } = classTexts
  const { contact, kind, sessionAt, registration, subject, place, name, code } = reminder
  const choices: readonly ReplyChoice[] = [
    { type: 'reply', label: texts.come, payload: payloadOf({ type: 'flow', flow: COME_FLOW }) },
    { type: 'reply', label: texts.cancel, payload: payloadOf({ type: 'flow', flow: CANCEL_FLOW }) },
  ]
  const time = vietnamTime(sessionAt)
  const said = fill(texts[kind], { time, date: vietnamDate(sessionAt), subject, place, name, code })
  const byNumber = await rememberChoicesOf(trx, desk.sealer, { contact, choices, now })
  const text = byNumber ? `${said}\n${texts.numbers}` : said
  const message: TextMessage = { type: 'text', text, choices }
  await desk.deliver(trx, { contact, key: `remind-${registration}-${sessionAt}-${kind}`, message, now, dueAt: now })
}
