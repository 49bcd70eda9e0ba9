import { type RawBuilder, type SqlBool, sql } from 'kysely'
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

/** The figures of the classes of some communes by month, the earliest first; months in which nothing was are left out. */
export async function readFigures(db: Db, communes: readonly UnitCode[]): Promise<MonthFigures[]> {
  if (communes.length === 0) return []
  const ofClass = sql<SqlBool>`c.commune_code in (${sql.join(communes)})`
  const [lessons, registered, present] = await Promise.all([
    sql<DayCount>`select ${dayOf('s.starts_at')} as day, c.id as one, count(*) as amount
      from classes as c join class_sessions as s on s.class_id = c.id
      where ${ofClass} and s.status <> 'cancelled' and c.status in ('open', 'closed')
      group by ${dayOf('s.starts_at')}, c.id`.execute(db),
    sql<DayCount>`select ${dayOf('r.created_at')} as day, '' as one, count(*) as amount
      from classes as c join registrations as r on r.class_id = c.id
      where ${ofClass} and r.status <> 'cancelled'
      group by ${dayOf('r.created_at')}`.execute(db),
    sql<DayCount>`select ${dayOf('a.session_at')} as day, r.person_index as one, count(*) as amount
      from classes as c join registrations as r on r.class_id = c.id
      join class_attendance as a on a.registration_id = r.id
      where ${ofClass} and a.status = 'attended'
      group by ${dayOf('a.session_at')}, r.person_index`.execute(db),
  ])
  const months = new Map<string, Tally>()
  const monthOf = (day: number): Tally => {
    const month = new Date(day * DAY_MS).toISOString().slice(0, 7)
    const tally = months.get(month) ?? { classes: new Set(), lessons: 0, registered: 0, present: 0, people: new Set() }
    months.set(month, tally)
    return tally
  }
  for (const { day, one, amount } of lessons.rows) {
    const figures = monthOf(Number(day))
    figures.classes.add(one)
    figures.lessons += Number(amount)
  }
  for (const { day, amount } of registered.rows) monthOf(Number(day)).registered += Number(amount)
  for (const { day, one, amount } of present.rows) {
    const figures = monthOf(Number(day))
    figures.people.add(one)
    figures.present += Number(amount)
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, { classes, people, ...counts }]) => ({
      month,
      ...counts,
      classes: classes.size,
      people: people.size,
    }))
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
