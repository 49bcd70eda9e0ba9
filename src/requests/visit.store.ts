import type { Selectable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import { shortCodesOf } from '../core/short-code.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import type { VisitId, VisitStatus } from './requests.schema.ts'

/** Visits in these are not over. */
export const OPEN_VISITS: readonly VisitStatus[] = ['waiting', 'taken']

/** What the community digital team needs to know before it comes. */
export interface VisitContent {
  readonly help: string
  readonly forWhom: string
  readonly when: string
  readonly name: string
  readonly phone: string
}

export interface Visit {
  readonly id: VisitId
  readonly code: string
  readonly contact: ContactId
  readonly commune: UnitCode
  readonly content: VisitContent
  readonly status: VisitStatus
  /** The member of staff who goes; null while nobody has taken it. */
  readonly holder: string | null
  /** UTC ms. */
  readonly createdAt: number
}

/** What a visit is called by, always the same for the same id: `TN-4K7PQ`. */
export function visitCodeOf(id: VisitId): string {
  return shortCodesOf('TN', id, 5)[0]
}

/** Keeps a wish for a visit. The code stands in the message to the person, so it must be free: throws otherwise. */
export async function recordVisit(
  db: Db,
  sealer: Sealer,
  visit: Omit<Visit, 'code' | 'status' | 'holder'>,
): Promise<void> {
  await db
    .insertInto('visits')
    .values({
      id: visit.id,
      code: visitCodeOf(visit.id),
      contact_id: visit.contact,
      commune: visit.commune,
      sealed_content: sealer.seal(visit.content),
      status: 'waiting',
      holder: null,
      created_at: visit.createdAt,
      closed_at: null,
    })
    .execute()
}

/** Visits of a commune that are not over, oldest first. */
export async function listOpenVisits(db: Db, sealer: Sealer, commune: UnitCode): Promise<Visit[]> {
  const rows = await db
    .selectFrom('visits')
    .selectAll()
    .where('commune', '=', commune)
    .where('status', 'in', OPEN_VISITS)
    .orderBy('created_at')
    .limit(100)
    .execute()
  return rows.map((row) => visitOf(row, sealer))
}

/** The visit of a code (`TN-4K7PQ`), or undefined. */
export async function findVisitByCode(db: Db, sealer: Sealer, code: string): Promise<Visit | undefined> {
  const row = await db.selectFrom('visits').selectAll().where('code', '=', code).executeTakeFirst()
  return row && visitOf(row, sealer)
}

/** A row of the table as a visit, its content opened. */
export function visitOf(row: Selectable<Schema['visits']>, sealer: Sealer): Visit {
  return {
    id: row.id,
    code: row.code,
    contact: row.contact_id,
    commune: row.commune,
    content: sealer.open(row.sealed_content) as VisitContent,
    status: row.status,
    holder: row.holder,
    createdAt: row.created_at,
  }
}

const FROM: Record<Exclude<VisitStatus, 'waiting'>, readonly VisitStatus[]> = {
  taken: ['waiting'],
  done: ['waiting', 'taken'],
  cancelled: ['waiting', 'taken'],
}

/** Moves a visit of `commune` on; false when it is not there, of another commune, or past that already. */
export async function moveVisit(
  db: Db,
  move: {
    readonly code: string
    readonly commune: UnitCode
    readonly to: Exclude<VisitStatus, 'waiting'>
    readonly by: string
    readonly at: number
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('visits')
    .set({ status: move.to, holder: move.by, ...(move.to === 'taken' ? {} : { closed_at: move.at }) })
    .where('code', '=', move.code)
    .where('commune', '=', move.commune)
    .where('status', 'in', FROM[move.to])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
