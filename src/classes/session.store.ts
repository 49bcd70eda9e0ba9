import { DAY_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { ClassCode, ClassId } from './class.ts'
import './classes.schema.ts'

/** One date of a class that takes place. Instants are UTC ms. */
export interface HeldSession {
  readonly number: number
  readonly startsAt: number
  readonly endsAt: number
}

/** The dates of a class that take place, in the order of time. */
export async function listHeldSessions(db: Db, classId: ClassId): Promise<HeldSession[]> {
  const rows = await db
    .selectFrom('class_sessions')
    .select(['number', 'starts_at', 'ends_at'])
    .where('class_id', '=', classId)
    .where('status', '<>', 'cancelled')
    .orderBy('starts_at')
    .execute()
  return rows.map(({ number, starts_at, ends_at }) => ({ number, startsAt: starts_at, endsAt: ends_at }))
}

/** The last date that has begun, or will within `earlyMs`; undefined when the first is further off. */
export function sessionUnderWay(
  sessions: readonly HeldSession[],
  { now, earlyMs }: { now: number; earlyMs: number },
): HeldSession | undefined {
  return sessions.findLast(({ startsAt }) => startsAt - earlyMs <= now)
}

/** The first date that is not over; undefined when all are. */
export function nextSession(sessions: readonly HeldSession[], now: number): HeldSession | undefined {
  return sessions.find(({ endsAt }) => endsAt > now)
}

/** A date of a class, with what is told of it in a list. Instants are UTC ms. */
export interface ComingDate extends HeldSession {
  readonly id: ClassId
  readonly code: ClassCode
  readonly subject: string
  readonly place: string
  readonly commune: UnitCode
  readonly taken: number
  readonly capacity: number
}

/** The dates that are not over in some communes, the next first, at most `limit`. */
export async function listComingDates(
  db: Db,
  communes: readonly UnitCode[],
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<ComingDate[]> {
  if (communes.length === 0) return []
  const rows = await db
    .selectFrom('class_sessions')
    .innerJoin('classes', 'classes.id', 'class_sessions.class_id')
    .select(['classes.id', 'classes.code', 'classes.subject', 'classes.place', 'classes.commune_code'])
    .select(['classes.taken', 'classes.capacity', 'class_sessions.number', 'class_sessions.starts_at'])
    .select('class_sessions.ends_at')
    .where('class_sessions.commune_code', 'in', communes)
    // No lesson is longer than a day: the index of beginnings then skips all that is over.
    .where('class_sessions.starts_at', '>', now - DAY_MS)
    .where('class_sessions.ends_at', '>', now)
    .where('class_sessions.status', '<>', 'cancelled')
    .where('classes.status', 'in', ['open', 'closed'])
    .orderBy('class_sessions.starts_at')
    .orderBy('classes.code')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    subject: row.subject,
    place: row.place,
    commune: row.commune_code,
    taken: row.taken,
    capacity: row.capacity,
    number: row.number,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }))
}
