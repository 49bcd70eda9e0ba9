import type { Day } from '../../../calendar/days.ts'
import { recordClassAudit } from '../../../classes/audit.store.ts'
import { dayWith, instantOf, localTimeOf } from '../../../classes/calendar.ts'
import { countPeopleToTell } from '../../../classes/change.store.ts'
import { cancelClass, cancelClassDate, type DateChange, moveClassDate } from '../../../classes/change-dates.ts'
import type { Proposal } from '../../../classes/proposal.ts'
import { type HeldSession, listHeldSessions } from '../../../classes/session.store.ts'
import { vietnamDateTime } from '../../../core/clock.ts'
import { fill } from '../../../core/fill.ts'
import type { Message } from '../../../core/messages.ts'
import type { Minutes } from '../../../core/vietnam-day.ts'
import type { Db } from '../../../db/open.ts'
import { actorOf } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import { deliverOffers, OFFER_TERMS } from '../offers.ts'
import type { ClassDesk } from './class-desk.ts'
import { valuesOf } from './class-said.ts'
import { type AtDesk, readBack } from './read-back.ts'

type DateProposal = Extract<Proposal, { deed: 'move' | 'cancel_date' | 'cancel_class' }>

/** Reads back which date goes where; `from` and `to` in the member's words. */
export async function askToMove(
  desk: ClassDesk,
  at: AtDesk,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<StaffTurn> {
  const { texts } = desk
  const { code } = at.row
  const session = await dateMeant(desk, at, from)
  if ('turn' in session) return session.turn
  const before = localTimeOf(session.startsAt)
  const moved = readNewDate(desk, to, before, at.now)
  if ('choices' in moved) {
    const { choices } = moved
    const text = choices.length > 1 ? texts.moment.or : texts.moment.unclear
    return sayAtDesk(fill(text, { code, said: to, choices: choices.join(', ') }))
  }
  const instants = { from: session.startsAt, to: instantOf(moved.day, moved.start) }
  return propose(desk, at, { deed: 'move', from: before.day, ...moved }, instants)
}

/** Reads back that one date is not to take place. */
export async function askToCancelDate(desk: ClassDesk, at: AtDesk, said: string): Promise<StaffTurn> {
  const session = await dateMeant(desk, at, said)
  if ('turn' in session) return session.turn
  const { startsAt: from } = session
  return propose(desk, at, { deed: 'cancel_date', from: localTimeOf(from).day }, { from, to: null })
}

/** Reads back that a class is not to take place at all. */
export async function askToCancelClass(desk: ClassDesk, at: AtDesk): Promise<StaffTurn> {
  const session = await dateMeant(desk, at, '')
  if ('turn' in session) return session.turn
  return propose(desk, at, { deed: 'cancel_class' }, { from: session.startsAt, to: null })
}

/** Carries out what was read back, tells who may have a seat now, and says how many are being told of it. */
export async function changeDates(
  trx: Db,
  desk: ClassDesk,
  { member, row, now }: AtDesk,
  proposal: DateProposal,
): Promise<readonly Message[]> {
  const told = await countPeopleToTell(trx, row.id)
  const change = await carryOutChange(trx, desk, row.id, proposal, now)
  const { texts, classTexts, support } = desk
  const { code } = row
  if (change.kind === 'refused') return [{ type: 'text', text: fill(texts.not_changed[change.because], { code }) }]
  await deliverOffers(trx, { deliver: support.deliver, classTexts, desk: support }, change.offers, now)
  const action = proposal.deed === 'move' ? 'class_moved' : 'class_cancelled'
  await recordClassAudit(trx, {
    at: now,
    actor: actorOf(member),
    action,
    subject: `class:${row.id}`,
    detail: `${change.from} -> ${change.to ?? 'none'}`,
  })
  const values = { code, from: vietnamDateTime(change.from), to: change.to === null ? '' : vietnamDateTime(change.to) }
  return [{ type: 'text', text: fill(texts.done[proposal.deed], { ...values, told: String(told) }) }]
}

async function propose(
  desk: ClassDesk,
  at: AtDesk,
  proposal: DateProposal,
  { from, to }: { readonly from: number; readonly to: number | null },
): Promise<StaffTurn> {
  const { texts } = desk
  const { row, now } = at
  const { code } = row
  if (row.status === 'cancelled') return sayAtDesk(fill(texts.not_changed.cancelled, { code }))
  if (to !== null && to <= now) return sayAtDesk(fill(texts.not_changed.past, { code }))
  const said = fill(texts.ask[proposal.deed], {
    ...valuesOf(row),
    from: vietnamDateTime(from),
    to: to === null ? '' : vietnamDateTime(to),
    told: String(await countPeopleToTell(desk.db, row.id)),
  })
  return readBack(desk, at, proposal, said)
}

function carryOutChange(
  trx: Db,
  { holidays }: ClassDesk,
  id: AtDesk['row']['id'],
  proposal: DateProposal,
  now: number,
): Promise<DateChange> {
  const context = { holidays, terms: OFFER_TERMS, now }
  switch (proposal.deed) {
    case 'move':
      return moveClassDate(trx, id, proposal.from, { day: proposal.day, start: proposal.start }, context)
    case 'cancel_date':
      return cancelClassDate(trx, id, proposal.from, context)
    case 'cancel_class':
      return cancelClass(trx, id, context)
  }
}

/** The date that is meant: that of the day named, else the next one. */
async function dateMeant(
  { db, texts, moments }: ClassDesk,
  { row, now }: AtDesk,
  said: string,
): Promise<HeldSession | { readonly turn: StaffTurn }> {
  const coming = (await listHeldSessions(db, row.id)).filter(({ startsAt }) => startsAt > now)
  const [next] = coming
  const { code } = row
  if (!next) return { turn: sayAtDesk(fill(texts.no_date, { code })) }
  if (said === '') return next
  const read = moments.date(said, now)
  const named = read.type === 'understood' ? read.value : null
  const day = named && dayWith(named.year, named.month, named.day)
  const meant = coming.find(({ startsAt }) => localTimeOf(startsAt).day === day)
  return meant ?? { turn: sayAtDesk(fill(texts.moment.no_date, { code, said })) }
}

/** A day without a time keeps the time, a time without a day the day. `choices`: what may have been meant. */
function readNewDate(
  { moments }: ClassDesk,
  said: string,
  before: { readonly day: Day; readonly time: Minutes },
  now: number,
): { readonly day: Day; readonly start: Minutes } | { readonly choices: readonly string[] } {
  const both = moments.dateTime(said, now)
  if (both.type === 'understood') {
    const { date, time } = both.value
    const day = dayWith(date.year, date.month, date.day)
    // "Chiều thứ sáu" says no hour.
    if (day !== null && 'hour' in time) return { day, start: time.hour * 60 + time.minute }
    return { choices: [] }
  }
  if (both.why === 'time_missing') {
    const read = moments.date(said, now)
    const day = read.type === 'understood' ? dayWith(read.value.year, read.value.month, read.value.day) : null
    if (day !== null) return { day, start: before.time }
  }
  if (both.why === 'date_missing') {
    const read = moments.time(said)
    if (read.type === 'understood' && 'hour' in read.value)
      return { day: before.day, start: read.value.hour * 60 + read.value.minute }
  }
  return { choices: (both.choices ?? []).slice(0, 3).map((choice) => choice.said) }
}
