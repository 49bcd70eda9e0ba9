import { type RawBuilder, sql } from 'kysely'
import { DAY_MS, HOUR_MS } from '../core/durations.ts'
import type { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { ClassId } from './class.ts'
import './classes.schema.ts'

/** What is counted of one commune's classes in one month, as long as their people are known. */
export interface Tally {
  /** Classes with a lesson. */
  readonly classes: Set<ClassId>
  lessons: number
  registered: number
  present: number
  /** Keyed hashes of those who were present. */
  readonly people: Set<string>
}

/** Vietnam keeps UTC+7 all year. */
const OFFSET_MS = 7 * HOUR_MS
/** Few enough that one statement takes some milliseconds at most: while it runs, nothing else does on SQLite. */
const CLASSES_A_STATEMENT = 8

/** Tallies of a commune by month (`2026-10`, as the calendar has it in Vietnam), counted a few classes at a time. */
export async function tallyOf(db: Db, commune: UnitCode, slices: TimeSlice): Promise<Map<string, Tally>> {
  const months = new Map<string, Tally>()
  const monthOf = (day: number): Tally => {
    const month = new Date(Number(day) * DAY_MS).toISOString().slice(0, 7)
    const tally = months.get(month) ?? { classes: new Set(), lessons: 0, registered: 0, present: 0, people: new Set() }
    months.set(month, tally)
    return tally
  }
  await slices.enter()
  const ids = await classesOf(db, commune)
  for (let start = 0; start < ids.length; start += CLASSES_A_STATEMENT) {
    const some = ids.slice(start, start + CLASSES_A_STATEMENT)
    await slices.enter()
    for (const { day, one, amount } of await lessonsOf(db, some)) {
      const tally = monthOf(day)
      tally.classes.add(one as ClassId)
      tally.lessons += Number(amount)
    }
    await slices.enter()
    for (const { day, amount } of await registeredIn(db, some)) monthOf(day).registered += Number(amount)
    await slices.enter()
    for (const { day, one, amount } of await presentIn(db, some)) {
      const tally = monthOf(day)
      tally.people.add(one)
      tally.present += Number(amount)
    }
  }
  return months
}

interface DayCount {
  /** Days since 1 January 1970 in Vietnam. */
  readonly day: number
  readonly one: string
  readonly amount: number
}

/** By the lessons, whose index holds just that: there is none of classes by their commune alone. */
async function classesOf(db: Db, commune: UnitCode): Promise<ClassId[]> {
  const rows = await db
    .selectFrom('class_sessions')
    .select('class_id')
    .distinct()
    .where('commune_code', '=', commune)
    .execute()
  return rows.map((row) => row.class_id)
}

async function lessonsOf(db: Db, ids: readonly ClassId[]): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`select ${dayOf('s.starts_at')} as day, s.class_id as one, count(*) as amount
    from class_sessions as s cross join classes as c
    where s.class_id in (${sql.join(ids)}) and c.id = s.class_id
      and s.status <> 'cancelled' and c.status in ('open', 'closed')
    group by ${dayOf('s.starts_at')}, s.class_id`.execute(db)
  return rows
}

async function registeredIn(db: Db, ids: readonly ClassId[]): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`select ${dayOf('created_at')} as day, '' as one, count(*) as amount
    from registrations where class_id in (${sql.join(ids)}) and status <> 'cancelled'
    group by ${dayOf('created_at')}`.execute(db)
  return rows
}

/** A cross join, so that SQLite begins with the few people of the classes rather than with all that was ever attended. */
async function presentIn(db: Db, ids: readonly ClassId[]): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`select ${dayOf('a.session_at')} as day, r.person_index as one, count(*) as amount
    from registrations as r cross join class_attendance as a
    where r.class_id in (${sql.join(ids)}) and a.registration_id = r.id and a.status = 'attended'
    group by ${dayOf('a.session_at')}, r.person_index`.execute(db)
  return rows
}

/** Whole numbers are divided without a rest on both engines; in literals, so that grouping knows the same expression again. */
function dayOf(column: string): RawBuilder<number> {
  return sql<number>`((${sql.ref(column)} + ${sql.lit(OFFSET_MS)}) / ${sql.lit(DAY_MS)})`
}
