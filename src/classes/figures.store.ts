import { type RawBuilder, sql } from 'kysely'
import { TimeSlice } from '../core/time-slice.ts'
import { DAY_MS } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import './classes.schema.ts'

/** What took place in one month (`2026-10`, as the calendar has it in Vietnam). */
export interface MonthFigures {
  readonly month: string
  /** Classes with a lesson in that month, … */
  readonly classes: number
  /** … and those lessons. */
  readonly lessons: number
  /** People who signed up in that month and did not cancel. */
  readonly registered: number
  /** How often somebody was noted as present, … */
  readonly present: number
  /** … and how many people that were. */
  readonly people: number
}

/** Vietnam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000
/** A province has a million sign-ups: webhooks, which come first, must not wait for all of them. */
const SLICE_MS = 2

/**
 * The figures of the classes of some communes by month, the earliest first; months in which nothing was are left out.
 * Counted one commune after the other: whoever came to classes in two of them counts in each.
 */
export async function readFigures(db: Db, communes: readonly UnitCode[]): Promise<MonthFigures[]> {
  const slices = new TimeSlice(SLICE_MS)
  const sums = new Map<string, Omit<MonthFigures, 'month'>>()
  for (const commune of communes) {
    await slices.enter()
    for (const [month, { classes, people, ...counts }] of await tallyOf(db, commune)) {
      const before = sums.get(month)
      sums.set(month, {
        classes: (before?.classes ?? 0) + classes.size,
        lessons: (before?.lessons ?? 0) + counts.lessons,
        registered: (before?.registered ?? 0) + counts.registered,
        present: (before?.present ?? 0) + counts.present,
        people: (before?.people ?? 0) + people.size,
      })
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, figures]) => ({ month, ...figures }))
}

/** Cross joins, so that SQLite begins with the commune's few classes rather than with all that was ever attended. */
async function tallyOf(db: Db, commune: UnitCode): Promise<Map<string, Tally>> {
  const lessons = await sql<DayCount>`select ${dayOf('s.starts_at')} as day, c.id as one, count(*) as amount
    from classes as c cross join class_sessions as s
    where c.commune_code = ${commune} and s.class_id = c.id
      and s.status <> 'cancelled' and c.status in ('open', 'closed')
    group by ${dayOf('s.starts_at')}, c.id`.execute(db)
  const registered = await sql<DayCount>`select ${dayOf('r.created_at')} as day, '' as one, count(*) as amount
    from classes as c cross join registrations as r
    where c.commune_code = ${commune} and r.class_id = c.id and r.status <> 'cancelled'
    group by ${dayOf('r.created_at')}`.execute(db)
  const present = await sql<DayCount>`select ${dayOf('a.session_at')} as day, r.person_index as one, count(*) as amount
    from classes as c cross join registrations as r cross join class_attendance as a
    where c.commune_code = ${commune} and r.class_id = c.id and a.registration_id = r.id and a.status = 'attended'
    group by ${dayOf('a.session_at')}, r.person_index`.execute(db)
  const months = new Map<string, Tally>()
  const monthOf = (day: number): Tally => {
    const month = new Date(day * DAY_MS).toISOString().slice(0, 7)
    const tally = months.get(month) ?? { classes: new Set(), lessons: 0, registered: 0, present: 0, people: new Set() }
    months.set(month, tally)
    return tally
  }
  for (const { day, one, amount } of lessons.rows) {
    const tally = monthOf(Number(day))
    tally.classes.add(one)
    tally.lessons += Number(amount)
  }
  for (const { day, amount } of registered.rows) monthOf(Number(day)).registered += Number(amount)
  for (const { day, one, amount } of present.rows) {
    const tally = monthOf(Number(day))
    tally.people.add(one)
    tally.present += Number(amount)
  }
  return months
}

interface Tally {
  readonly classes: Set<string>
  lessons: number
  registered: number
  present: number
  readonly people: Set<string>
}

interface DayCount {
  /** Days since 1 January 1970 in Vietnam. */
  readonly day: number
  readonly one: string
  readonly amount: number
}

/** Whole numbers are divided without a rest on both engines; in literals, so that grouping knows the same expression again. */
function dayOf(column: string): RawBuilder<number> {
  return sql<number>`((${sql.ref(column)} + ${sql.lit(OFFSET_MS)}) / ${sql.lit(DAY_MS)})`
}
