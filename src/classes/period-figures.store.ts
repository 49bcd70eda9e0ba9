import { DAY_MS } from '../core/durations.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import { calendarOf, dayOf } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { ClassId } from './class.ts'
import './classes.schema.ts'

/** What took place in a period. */
export interface ClassFigures {
  /** Classes with a lesson in it, … */
  readonly classes: number
  /** … those lessons, … */
  readonly lessons: number
  /** … and the places of those classes. */
  readonly places: number
  /** People who signed up in it and did not cancel. */
  readonly registered: number
  /** How often somebody was noted as present. */
  readonly present: number
  /** Ratings (1 to 5) that were given in it, and their sum. */
  readonly rated: number
  readonly stars: number
}

export const NO_CLASSES: ClassFigures = {
  classes: 0,
  lessons: 0,
  places: 0,
  registered: 0,
  present: 0,
  rated: 0,
  stars: 0,
}

/** People are asked for a rating within days of the last lesson, and some answer late. */
const RATED_WITHIN_MS = 31 * DAY_MS
/** Few enough that one statement takes some milliseconds at most: while it runs, nothing else does on SQLite. */
const CLASSES_A_STATEMENT = 8
const SLICE_MS = 2

/**
 * The figures of a period by commune; communes where nothing was are left out. Of people whose data were erased since,
 * those months are counted that lie in the period as a whole.
 */
export async function classFigures(
  db: Db,
  communes: readonly UnitCode[],
  period: Period,
): Promise<Map<UnitCode, ClassFigures>> {
  const figures = new Map<UnitCode, ClassFigures>()
  if (communes.length === 0) return figures
  const add = (commune: UnitCode, counts: Partial<ClassFigures>) =>
    figures.set(commune, plus(figures.get(commune) ?? NO_CLASSES, counts))
  const slices = new TimeSlice(SLICE_MS)
  const classes = await db
    .selectFrom('classes')
    .select(['id', 'commune_code', 'capacity', 'status'])
    .where('ends_at', '>=', period.from - RATED_WITHIN_MS)
    .where('created_at', '<', period.until)
    .where('commune_code', 'in', communes)
    .execute()
  const byId = new Map(classes.map((one) => [one.id, one]))
  for (let start = 0; start < classes.length; start += CLASSES_A_STATEMENT) {
    const ids = classes.slice(start, start + CLASSES_A_STATEMENT).map(({ id }) => id)
    for (const count of [countLessons, countRegistered, countPresent, countRatings]) {
      await slices.enter()
      for (const { id, ...counts } of await count(db, ids, period)) {
        const one = byId.get(id)
        if (!one) continue
        const held = one.status === 'open' || one.status === 'closed'
        if (!('lessons' in counts)) add(one.commune_code, counts)
        else if (held) add(one.commune_code, { ...counts, classes: 1, places: one.capacity })
      }
    }
  }
  const months = wholeMonthsOf(period)
  const past =
    months.length === 0
      ? []
      : await db
          .selectFrom('class_past_figures')
          .select(['commune_code', 'registered', 'present'])
          .where('commune_code', 'in', communes)
          .where('month', 'in', months)
          .execute()
  for (const { commune_code: commune, registered, present } of past) add(commune, { registered, present })
  return figures
}

/** The figures of several communes as one. */
export function addClassFigures(all: readonly ClassFigures[]): ClassFigures {
  return all.reduce<ClassFigures>(plus, NO_CLASSES)
}

function plus(sum: ClassFigures, counts: Partial<ClassFigures>): ClassFigures {
  const of = (what: keyof ClassFigures) => sum[what] + (counts[what] ?? 0)
  return {
    classes: of('classes'),
    lessons: of('lessons'),
    places: of('places'),
    registered: of('registered'),
    present: of('present'),
    rated: of('rated'),
    stars: of('stars'),
  }
}

type Counted = { readonly id: ClassId } & Partial<ClassFigures>

async function countLessons(db: Db, ids: readonly ClassId[], { from, until }: Period): Promise<Counted[]> {
  const rows = await db
    .selectFrom('class_sessions')
    .select((eb) => ['class_id', eb.fn.countAll<number>().as('count')])
    .where('class_id', 'in', ids)
    .where('status', '<>', 'cancelled')
    .where('starts_at', '>=', from)
    .where('starts_at', '<', until)
    .groupBy('class_id')
    .execute()
  return rows.map((row) => ({ id: row.class_id, lessons: Number(row.count) }))
}

async function countRegistered(db: Db, ids: readonly ClassId[], { from, until }: Period): Promise<Counted[]> {
  const rows = await db
    .selectFrom('registrations')
    .select((eb) => ['class_id', eb.fn.countAll<number>().as('count')])
    .where('class_id', 'in', ids)
    .where('status', '<>', 'cancelled')
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .groupBy('class_id')
    .execute()
  return rows.map((row) => ({ id: row.class_id, registered: Number(row.count) }))
}

async function countPresent(db: Db, ids: readonly ClassId[], { from, until }: Period): Promise<Counted[]> {
  const rows = await db
    // A cross join, so that SQLite begins with the few people of the classes rather than with all that was ever attended.
    .selectFrom('registrations as r')
    .crossJoin('class_attendance as a')
    .select((eb) => ['r.class_id', eb.fn.countAll<number>().as('count')])
    .where('r.class_id', 'in', ids)
    .whereRef('a.registration_id', '=', 'r.id')
    .where('a.status', '=', 'attended')
    .where('a.session_at', '>=', from)
    .where('a.session_at', '<', until)
    .groupBy('r.class_id')
    .execute()
  return rows.map((row) => ({ id: row.class_id, present: Number(row.count) }))
}

async function countRatings(db: Db, ids: readonly ClassId[], { from, until }: Period): Promise<Counted[]> {
  const rows = await db
    .selectFrom('class_ratings')
    .select((eb) => ['class_id', eb.fn.count<number>('score').as('count'), eb.fn.sum<number>('score').as('stars')])
    .where('class_id', 'in', ids)
    .where('rated_at', '>=', from)
    .where('rated_at', '<', until)
    .groupBy('class_id')
    .execute()
  return rows.map((row) => ({ id: row.class_id, rated: Number(row.count), stars: Number(row.stars) }))
}

/** `2026-10` for each month of which every day lies in the period. */
function wholeMonthsOf({ from, until }: Period): string[] {
  const months: string[] = []
  const [first, beyond] = [dayOf(from), dayOf(until)]
  for (let day = first; day < beyond; ) {
    const { year, month, date } = calendarOf(day)
    const next = Math.floor(Date.UTC(year, month, 1) / DAY_MS)
    if (date === 1 && next <= beyond) months.push(`${year}-${String(month).padStart(2, '0')}`)
    day = next
  }
  return months
}
