import { AppError } from '../core/errors.ts'
import { getBroadcastOrThrow } from './broadcast.store.ts'
import type { Broadcast, Draft, Segment } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { createBroadcast, type DraftingOptions } from './draft.ts'

/** In these a broadcast reaches nobody more, or nobody before a person lets it. */
const AT_REST: readonly BroadcastStatus[] = ['paused', 'done', 'cancelled']

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

/**
 * Drafts the correction of a broadcast. It needs an approval as any other. Throws an `AppError` while the wrong text still
 * goes out, and for what `createBroadcast` refuses.
 */
export async function createCorrection(
  options: DraftingOptions,
  wrong: BroadcastId,
  correction: Correction,
  author: string,
  now: number,
): Promise<Broadcast> {
  const broadcast = await getBroadcastOrThrow(options.db, wrong)
  const { province, urgency, budgetDong: budget_dong } = broadcast
  const segment = segmentOfCorrection(broadcast)
  const draft: Draft = { urgency, budget_dong, ...correction, province, segment, training: false }
  return createBroadcast(options, draft, author, now)
}
