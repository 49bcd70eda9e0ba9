import type { Period } from '../core/period.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { VisitStatus } from './requests.schema.ts'

/** Visits that were asked for, and how they stand by now. */
export interface VisitFigures {
  readonly asked: number
  readonly waiting: number
  /** Somebody has taken it and not gone yet. */
  readonly taken: number
  readonly done: number
  readonly cancelled: number
}

export const NO_VISITS: VisitFigures = { asked: 0, waiting: 0, taken: 0, done: 0, cancelled: 0 }

const STATUSES = ['waiting', 'taken', 'done', 'cancelled'] as const satisfies readonly VisitStatus[]

/** The visits that were asked for in a period, by commune; communes without any are left out. */
export async function visitFigures(
  db: Db,
  communes: readonly UnitCode[],
  period: Period,
): Promise<Map<UnitCode, VisitFigures>> {
  if (communes.length === 0) return new Map()
  const rows = await db
    .selectFrom('visits')
    .select((eb) => ['commune', 'status', eb.fn.countAll<number>().as('count')])
    .where('commune', 'in', communes)
    // Named, so that the index on commune, status and time leads to them.
    .where('status', 'in', STATUSES)
    .where('created_at', '>=', period.from)
    .where('created_at', '<', period.until)
    .groupBy(['commune', 'status'])
    .execute()
  const figures = new Map<UnitCode, VisitFigures>()
  for (const { commune, status, count } of rows) {
    const so = figures.get(commune) ?? NO_VISITS
    figures.set(commune, { ...so, asked: so.asked + Number(count), [status]: Number(count) })
  }
  return figures
}
