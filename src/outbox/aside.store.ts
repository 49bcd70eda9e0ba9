import type { RenderedPart } from '../core/channel.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { ASIDE, type OutboxId } from './outbox.store.ts'

/** A message that was set aside and may still be sent, perhaps in another way. */
export interface AsideRow {
  readonly id: OutboxId
  readonly contact: ContactId
  readonly key: string
  /** The platform itself refused it; else it was put in to wait. */
  readonly refused: boolean
}

/** Messages of a batch that were set aside under a code, oldest first. */
export async function listAside(
  db: Db,
  batch: string,
  code: (typeof ASIDE)[keyof typeof ASIDE],
  limit: number,
): Promise<AsideRow[]> {
  const rows = await aside(db, batch, code)
    .select(['id', 'contact_id', 'key', 'failure'])
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, contact: row.contact_id, key: row.key, refused: row.failure !== null }))
}

function aside(db: Db, batch: string, code: string) {
  return db
    .selectFrom('outbox')
    .where('batch', '=', batch)
    .where('status', '=', 'skipped')
    .where('failure_code', '=', code)
}

/** Puts messages that waited for an allowance back into the line. */
export async function releaseAside(db: Db, ids: readonly OutboxId[], now: number): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('outbox')
    .set({ status: 'queued', due_at: now, finished_at: null, failure: null, failure_code: null, failure_detail: null })
    .where('id', 'in', ids)
    .where('status', '=', 'skipped')
    .where('failure_code', '=', ASIDE.quota)
    .execute()
}

/** Takes what is not yet sent to some people of a batch out of the line, to wait for an allowance. */
export async function setBatchAside(db: Db, batch: string, contacts: readonly ContactId[], now: number): Promise<void> {
  if (contacts.length === 0) return
  await db
    .updateTable('outbox')
    .set({ status: 'skipped', finished_at: now, failure_code: ASIDE.quota })
    .where('batch', '=', batch)
    .where('status', '=', 'queued')
    .where('contact_id', 'in', contacts)
    .execute()
}

/** Another way for a message whose window closed before it was tried; false when it no longer stands so. */
export async function replaceAside(
  db: Db,
  sealer: Sealer,
  id: OutboxId,
  message: { readonly part: RenderedPart; readonly usableUntil: number | null; readonly waitsForQuota: boolean },
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({
      sealed_part: sealer.seal(message.part),
      usable_until: message.usableUntil,
      due_at: now,
      ...(message.waitsForQuota
        ? { failure_code: ASIDE.quota }
        : { status: 'queued', finished_at: null, failure_code: null }),
    })
    .where('id', '=', id)
    .where('status', '=', 'skipped')
    .where('failure_code', '=', ASIDE.windowClosed)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Leaves messages whose window closed unsent for good; `why` is what progress counts them under. */
export async function dropAside(db: Db, ids: readonly OutboxId[], why: string): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('outbox')
    .set({ failure_code: why })
    .where('id', 'in', ids)
    .where('status', '=', 'skipped')
    .where('failure_code', '=', ASIDE.windowClosed)
    .execute()
}
