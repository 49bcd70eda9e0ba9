import type { Db } from '../db/open.ts'
import type { ClassId } from './class.ts'
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
