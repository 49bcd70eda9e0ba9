import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/** A flow that is to begin by itself, so that nobody is left alone with a difficulty. Instants are UTC ms. */
export interface FollowUp {
  readonly contact: ContactId
  readonly flow: string
  readonly askedAt: number
  readonly dueAt: number
}

/** Keeps one; a waiting one of the same flow for the same person is moved instead. */
export async function planFollowUp(db: Db, { contact, flow, askedAt, dueAt }: FollowUp): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('follow_ups')
    .set({ due_at: dueAt, asked_at: askedAt })
    .where('contact_id', '=', contact)
    .where('flow', '=', flow)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await db
    .insertInto('follow_ups')
    .values({ contact_id: contact, flow, asked_at: askedAt, due_at: dueAt, done_at: null })
    .execute()
}

/** Those due at `now`, oldest first, at most `limit`. */
export async function findDueFollowUps(
  db: Db,
  now: number,
  limit: number,
): Promise<(FollowUp & { readonly id: number })[]> {
  const rows = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('done_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contact: row.contact_id,
    flow: row.flow,
    askedAt: row.asked_at,
    dueAt: row.due_at,
  }))
}

/** Notes that follow-ups were put into the inbox; `now` in UTC ms. */
export async function markFollowUpsDone(db: Db, ids: readonly number[], now: number): Promise<void> {
  if (ids.length > 0) await db.updateTable('follow_ups').set({ done_at: now }).where('id', 'in', ids).execute()
}
