import type { Day } from '../calendar/days.ts'
import { MINUTE_MS } from '../core/durations.ts'
import type { Minutes } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import { instantOf, localTimeOf } from './calendar.ts'
import { changeClass, findClass } from './class.store.ts'
import type { CatalogueClass, ClassId } from './class.ts'
import { holdClass } from './class-row.ts'
import type { Offer } from './registration.ts'
import { type Schedule, type Session, sessionsOf, type WeeklySchedule } from './schedule.ts'
import type { OfferTerms } from './seats.ts'

/** Where a lesson goes; `start` and `end` when it is at another time of the day as well. */
export interface NewDate {
  readonly day: Day
  readonly start?: Minutes
  readonly end?: Minutes
}

export interface DateContext {
  readonly holidays: ReadonlySet<Day>
  readonly terms: OfferTerms
  /** UTC ms. */
  readonly now: number
}

/** `not_a_lesson`: nothing is held on that day; `past`: it has begun, or would have; `clash`: another lesson is held then. */
export type DateRefusal = 'no_class' | 'cancelled' | 'not_a_lesson' | 'past' | 'clash' | 'hours'

export type DateChange =
  /** `to` is null for a lesson or class that does not take place. UTC ms. */
  | { readonly kind: 'changed'; readonly from: number; readonly to: number | null; readonly offers: readonly Offer[] }
  | { readonly kind: 'refused'; readonly because: DateRefusal }

/**
 * Moves the lesson held on `from` to another day or hour. Inside the caller's transaction, in which it is also written
 * down for the people of the class to be told; nothing is left to do but to pass on the offers (`deliverOffers`).
 */
export async function moveClassDate(
  db: Db,
  id: ClassId,
  from: Day,
  to: NewDate,
  context: DateContext,
): Promise<DateChange> {
  const found = await findLesson(db, id, from, context.now)
  if ('kind' in found) return found
  const { held, lesson } = found
  const hours = hoursOf(lesson, to)
  if (hours.end <= hours.start) return refused('hours')
  const startsAt = instantOf(to.day, hours.start)
  if (startsAt <= context.now) return refused('past')
  const endsAt = instantOf(to.day, hours.end)
  const others = held.sessions.filter(({ number, status }) => number !== lesson.number && status !== 'cancelled')
  if (others.some((other) => other.startsAt < endsAt && startsAt < other.endsAt)) return refused('clash')
  return apply(db, held, movedTo(held.schedule, lesson, { day: to.day, ...hours }, context.holidays), context, {
    from: lesson.startsAt,
    to: startsAt,
  })
}

/** Cancels the lesson held on `day`; the whole class when it has no other. As `moveClassDate`. */
export async function cancelClassDate(db: Db, id: ClassId, day: Day, context: DateContext): Promise<DateChange> {
  const found = await findLesson(db, id, day, context.now)
  if ('kind' in found) return found
  const { held, lesson } = found
  const { schedule } = held
  const others = held.sessions.filter(({ number, status }) => number !== lesson.number && status !== 'cancelled')
  if (schedule.kind === 'once' || others.length === 0) return cancelClass(db, id, context)
  const original = originalDay(schedule, lesson, context.holidays)
  const changed = {
    ...schedule,
    cancelled: [...schedule.cancelled, original].sort(),
    moved: schedule.moved.filter((move) => move.from !== original),
  }
  return apply(db, held, changed, context, { from: lesson.startsAt, to: null })
}

/** Cancels a class; seats that were on offer no longer are. As `moveClassDate`. `from` is its next lesson. */
export async function cancelClass(db: Db, id: ClassId, context: DateContext): Promise<DateChange> {
  if (!(await holdClass(db, id))) return refused('no_class')
  const held = await findClass(db, id)
  if (!held) return refused('no_class')
  if (held.status === 'cancelled') return refused('cancelled')
  const next = held.sessions
    .filter(({ startsAt, status }) => status !== 'cancelled' && startsAt > context.now)
    .sort((a, b) => a.startsAt - b.startsAt)[0]
  if (!next) return refused('past')
  const { holidays: _, ...rest } = context
  const offers = await changeClass(db, id, { ...held, status: 'cancelled' }, held.sessions, rest)
  return { kind: 'changed', from: next.startsAt, to: null, offers }
}

async function findLesson(
  db: Db,
  id: ClassId,
  day: Day,
  now: number,
): Promise<{ held: CatalogueClass; lesson: Session } | DateChange> {
  // Writing first: whoever else changes the class waits until this transaction ends.
  if (!(await holdClass(db, id))) return refused('no_class')
  const held = await findClass(db, id)
  if (!held) return refused('no_class')
  if (held.status === 'cancelled') return refused('cancelled')
  const lesson = held.sessions.find(
    ({ startsAt, status }) => status !== 'cancelled' && localTimeOf(startsAt).day === day,
  )
  if (!lesson) return refused('not_a_lesson')
  return lesson.startsAt <= now ? refused('past') : { held, lesson }
}

/** The hours of a lesson at its new date: with a new beginning alone it lasts as long as before. */
function hoursOf({ startsAt, endsAt }: Session, { start, end }: NewDate): { start: Minutes; end: Minutes } {
  const begin = start ?? localTimeOf(startsAt).time
  return { start: begin, end: end ?? begin + (endsAt - startsAt) / MINUTE_MS }
}

function movedTo(
  schedule: Schedule,
  lesson: Session,
  { day, start, end }: Required<NewDate>,
  holidays: ReadonlySet<Day>,
): Schedule {
  if (schedule.kind === 'once') return { kind: 'once', date: day, start, end }
  const from = originalDay(schedule, lesson, holidays)
  const sameHours = start === schedule.start && end === schedule.end
  const move = { from, to: day, ...(sameHours ? {} : { start, end }) }
  const others = schedule.moved.filter((one) => one.from !== from)
  return { ...schedule, moved: sameHours && day === from ? others : [...others, move] }
}

/** The day on which the rule of the series has a lesson, wherever it was moved since. */
function originalDay(schedule: WeeklySchedule, { number }: Session, holidays: ReadonlySet<Day>): Day {
  const unmoved = sessionsOf({ ...schedule, moved: [] }, holidays).find((session) => session.number === number)
  if (!unmoved) throw new Error(`the series has no lesson ${number}`)
  return localTimeOf(unmoved.startsAt).day
}

async function apply(
  db: Db,
  held: CatalogueClass,
  schedule: Schedule,
  { holidays, terms, now }: DateContext,
  { from, to }: { from: number; to: number | null },
): Promise<DateChange> {
  const offers = await changeClass(db, held.id, { ...held, schedule }, sessionsOf(schedule, holidays), { terms, now })
  return { kind: 'changed', from, to, offers }
}

function refused(because: DateRefusal): DateChange {
  return { kind: 'refused', because }
}
