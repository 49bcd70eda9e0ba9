import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import './classes.schema.ts'
import { type Tally, tallyOf } from './tally.ts'

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

type Counts = Omit<MonthFigures, 'month'>

const NOTHING: Counts = { classes: 0, lessons: 0, registered: 0, present: 0, people: 0 }
/** A province has a million sign-ups: webhooks, which come first, must not wait for all of them. */
const SLICE_MS = 2

/**
 * The figures of the classes of some communes by month, the earliest first; months in which nothing was are left out.
 * Counted one commune after the other: whoever came to classes in two of them counts in each. People whose data were
 * erased since (`eraseEndedClass`) count as before.
 */
export async function readFigures(db: Db, communes: readonly UnitCode[]): Promise<MonthFigures[]> {
  const slices = new TimeSlice(SLICE_MS)
  const sums = new Map<string, Counts>()
  const add = (month: string, counts: Partial<Counts>) =>
    sums.set(month, plus(sums.get(month) ?? NOTHING, { ...NOTHING, ...counts }))
  for (const commune of communes) {
    for (const [month, tally] of await tallyOf(db, commune, slices)) add(month, countsOf(tally))
    const past = await db.selectFrom('class_past_figures').selectAll().where('commune_code', '=', commune).execute()
    for (const { month, registered, present, people } of past) add(month, { registered, present, people })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, figures]) => ({ month, ...figures }))
}

/** Keeps what `erase` takes from the figures of a commune's people, all within one transaction. */
export async function keepFigures(trx: Db, commune: UnitCode, erase: () => Promise<void>): Promise<void> {
  const slices = new TimeSlice(SLICE_MS)
  const before = await tallyOf(trx, commune, slices)
  await erase()
  const after = await tallyOf(trx, commune, slices)
  for (const [month, tally] of before) {
    const was = countsOf(tally)
    const left = after.get(month)
    const { registered, present, people } = left ? countsOf(left) : NOTHING
    const lost = {
      registered: was.registered - registered,
      present: was.present - present,
      people: was.people - people,
    }
    if (Object.values(lost).some((count) => count > 0)) await addPastFigures(trx, commune, month, lost)
  }
}

type PeopleCounts = Pick<Counts, 'registered' | 'present' | 'people'>

async function addPastFigures(trx: Db, commune: UnitCode, month: string, counts: PeopleCounts): Promise<void> {
  await trx
    .insertInto('class_past_figures')
    .values({ commune_code: commune, month, ...counts })
    .onConflict((oc) =>
      oc.columns(['commune_code', 'month']).doUpdateSet((eb) => ({
        registered: eb('class_past_figures.registered', '+', counts.registered),
        present: eb('class_past_figures.present', '+', counts.present),
        people: eb('class_past_figures.people', '+', counts.people),
      })),
    )
    .execute()
}

function countsOf({ classes, people, ...counts }: Tally): Counts {
  return { ...counts, classes: classes.size, people: people.size }
}

function plus(a: Counts, b: Counts): Counts {
  return {
    classes: a.classes + b.classes,
    lessons: a.lessons + b.lessons,
    registered: a.registered + b.registered,
    present: a.present + b.present,
    people: a.people + b.people,
  }
}
