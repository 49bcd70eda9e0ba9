import type { ContactId, ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import type { FeedbackId } from './requests.schema.ts'

/** What somebody found difficult with a public service. */
export interface FeedbackContent {
  readonly procedure: string
  readonly step: string
  readonly happened: string
  /** null where no picture was sent. */
  readonly photoUrl: string | null
}

export interface Feedback {
  readonly id: FeedbackId
  readonly contact: ContactId
  readonly province: ProvinceId
  readonly commune: UnitCode | null
  readonly content: FeedbackContent
  /** UTC ms. */
  readonly at: number
}

/** Keeps a difficulty; the same id twice changes nothing. */
export async function recordFeedback(db: Db, sealer: Sealer, feedback: Feedback): Promise<void> {
  await db
    .insertInto('feedback')
    .values({
      id: feedback.id,
      contact_id: feedback.contact,
      province: feedback.province,
      commune: feedback.commune,
      sealed_content: sealer.seal(feedback.content),
      created_at: feedback.at,
      closed_at: null,
    })
    .onConflict((oc) => oc.column('id').doNothing())
    .execute()
}

/** The open difficulties of a province, oldest first, at most `limit`. */
export async function listFeedback(db: Db, sealer: Sealer, province: ProvinceId, limit: number): Promise<Feedback[]> {
  const rows = await db
    .selectFrom('feedback')
    .selectAll()
    .where('province', '=', province)
    .where('closed_at', 'is', null)
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contact: row.contact_id,
    province: row.province,
    commune: row.commune,
    content: sealer.open(row.sealed_content) as FeedbackContent,
    at: row.created_at,
  }))
}

/** Marks a difficulty of one of `provinces` as looked into; false when it is not there or was closed before. */
export async function closeFeedback(
  db: Db,
  {
    id,
    provinces,
    at,
  }: { readonly id: FeedbackId; readonly provinces: 'all' | readonly ProvinceId[]; readonly at: number },
): Promise<boolean> {
  const open = db.updateTable('feedback').set({ closed_at: at }).where('id', '=', id).where('closed_at', 'is', null)
  const theirs = provinces === 'all' ? open : open.where('province', 'in', provinces)
  const { numUpdatedRows } = await theirs.executeTakeFirst()
  return numUpdatedRows > 0n
}
