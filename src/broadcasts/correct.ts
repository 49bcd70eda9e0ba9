import { AppError } from '../core/errors.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { findCorrection, getBroadcastOrThrow, holdBroadcast } from './broadcast.store.ts'
import type { Broadcast, Draft, Segment } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { createBroadcast, type DraftingOptions } from './draft.ts'

/** In these a broadcast reaches nobody more, or nobody before a person lets it. */
const AT_REST: readonly BroadcastStatus[] = ['paused', 'done', 'cancelled']

/** A correction in one of these may still reach people, or become one that does. */
const OPEN: readonly BroadcastStatus[] = ['draft', 'submitted', 'approved', 'scheduled', 'sending', 'paused']

/** What is said instead, and when. */
export type Correction = Pick<Draft, 'title' | 'content' | 'schedule'> & Partial<Pick<Draft, 'urgency' | 'budget_dong'>>

/**
 * Whom the correction of a broadcast is for: exactly those who got the wrong text, on the channels and from the lists it had.
 * Throws an `AppError` while the wrong text still goes out.
 */
export function segmentOfCorrection({ id, status, segment }: Broadcast): Segment {
  if (!AT_REST.includes(status))
    throw new AppError(
      'still_sending',
      `Broadcast ${id} is ${status}: pause or cancel it first, or its wrong text reaches people whom the correction does not.`,
    )
  const { phone_list, channels, communes } = segment
  return {
    ...(phone_list && { phone_list }),
    ...(channels && { channels }),
    ...(communes && { communes }),
    corrects: id,
  }
}

/** The correction of a broadcast that is being written, waits or goes out; undefined when there is none. */
export function findOpenCorrection(db: Db, wrong: BroadcastId): Promise<Broadcast | undefined> {
  return findCorrection(db, wrong, OPEN)
}

/**
 * Holds a broadcast until the end of the transaction, so that of two who correct it at once the second sees what the first
 * wrote. Throws an `AppError` when it has a correction already: people would get two, which need not agree.
 */
export async function beginOnlyCorrection(trx: Db, wrong: BroadcastId): Promise<void> {
  await holdBroadcast(trx, wrong)
  const other = await findOpenCorrection(trx, wrong)
  if (other)
    throw new AppError(
      'being_corrected',
      `Broadcast ${wrong} has the correction ${other.id} (${other.status}) already: change that one, or cancel it first.`,
    )
}

/**
 * Drafts the correction of a broadcast. It needs an approval as any other. Throws an `AppError` while the wrong text still
 * goes out, while another correction of it is open, and for what `createBroadcast` refuses.
 */
export async function createCorrection(
  options: DraftingOptions,
  wrong: BroadcastId,
  correction: Correction,
  author: string,
  now: number,
): Promise<Broadcast> {
  return inTransaction(options.db, async (trx) => {
    await beginOnlyCorrection(trx, wrong)
    const broadcast = await getBroadcastOrThrow(trx, wrong)
    const { province, urgency, budgetDong: budget_dong } = broadcast
    const segment = segmentOfCorrection(broadcast)
    const draft: Draft = { urgency, budget_dong, ...correction, province, segment, training: false }
    return createBroadcast({ ...options, db: trx }, draft, author, now)
  })
}
