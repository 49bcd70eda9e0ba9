import type { Selectable } from 'kysely'
import { fold, normalise } from '../core/text.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { CatalogueClass, ClassId, ClassPlan } from './class.ts'
import './classes.schema.ts'
import type { Schedule, Session } from './schedule.ts'

export type ClassRow = Selectable<Schema['classes']>

/**
 * Holds a class for the rest of the transaction and gives it as it now is; undefined when there is none. Everybody who
 * changes seats begins here, by writing: on PostgreSQL that waits for the row, on SQLite for the database, and reading
 * first would decide on seats that are gone.
 */
export function holdClass(db: Db, id: ClassId): Promise<ClassRow | undefined> {
  return db
    .updateTable('classes')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** When sign-up ends (UTC ms): the office's time, else the first lesson; null when no lesson takes place. */
export function closingTime(row: Pick<ClassRow, 'closes_at' | 'starts_at'>): number | null {
  return row.closes_at ?? row.starts_at
}

/** A subject as it is searched for: without accents, in lower case. */
export function subjectKeyOf(subject: string): string {
  return fold(normalise(subject))
}

/** The columns that a plan and its lessons fill. */
export function columnsOf(plan: ClassPlan, sessions: readonly Session[]) {
  const held = sessions.filter(({ status }) => status !== 'cancelled')
  return {
    code: plan.code,
    subject: plan.subject,
    audience: plan.audience,
    province_code: plan.province,
    commune_code: plan.commune,
    place: plan.place,
    map_link: plan.mapLink,
    teacher: plan.teacher,
    capacity: plan.capacity,
    opens_at: plan.opensAt,
    closes_at: plan.closesAt,
    schedule: JSON.stringify(plan.schedule),
    mode: plan.mode,
    status: plan.status,
    starts_at: held.length === 0 ? null : Math.min(...held.map(({ startsAt }) => startsAt)),
    ends_at: held.length === 0 ? null : Math.max(...held.map(({ endsAt }) => endsAt)),
  }
}

/** A stored class with its lessons, in our words. */
export function classOf(row: ClassRow, sessions: readonly Session[]): CatalogueClass {
  return {
    id: row.id,
    code: row.code,
    subject: row.subject,
    audience: row.audience,
    province: row.province_code,
    commune: row.commune_code,
    place: row.place,
    mapLink: row.map_link,
    teacher: row.teacher,
    capacity: row.capacity,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    // Written by `columnsOf` alone.
    schedule: JSON.parse(row.schedule) as Schedule,
    mode: row.mode,
    status: row.status,
    sessions,
    taken: row.taken,
    waiting: row.waiting,
  }
}
