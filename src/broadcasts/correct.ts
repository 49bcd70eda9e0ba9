import { AppError } from '../core/errors.ts'
import { getBroadcastOrThrow } from './broadcast.store.ts'
import type { Broadcast, Draft } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { createBroadcast, type DraftingOptions } from './draft.ts'

/** In these a broadcast reaches nobody more, or nobody before a person lets it. */
const AT_REST: readonly BroadcastStatus[] = ['paused', 'done', 'cancelled']

/** What is said instead, and when. */
export type Correction = Pick<Draft, 'title' | 'content' | 'schedule'> & Partial<Pick<Draft, 'urgency' | 'budget_dong'>>

/**
 * Drafts the correction of a broadcast: for exactly those who got the wrong text, on the channels and from the lists it
 * had. It needs an approval as any other. Throws an `AppError` while the wrong text still goes out, and for what
 * `createBroadcast` refuses.
 */
export async function createCorrection(
  options: DraftingOptions,
  wrong: BroadcastId,
  correction: Correction,
  author: string,
  now: number,
): Promise<Broadcast> {
  const { status, province, segment, urgency, budgetDong } = await getBroadcastOrThrow(options.db, wrong)
  if (!AT_REST.includes(status))
    throw new AppError(
      'still_sending',
      `Broadcast ${wrong} is ${status}: pause or cancel it first, or its wrong text reaches people whom the correction does not.`,
    )
  const { phone_list, channels, communes } = segment
  const draft: Draft = {
    urgency,
    budget_dong: budgetDong,
    ...correction,
    province,
    segment: {
      ...(phone_list && { phone_list }),
      ...(channels && { channels }),
      ...(communes && { communes }),
      corrects: wrong,
    },
    training: false,
  }
  return createBroadcast(options, draft, author, now)
}
