import { AccountRemoved } from '../core/errors.ts'
import type { ContactId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'

/** A message of staff to a citizen, outside the citizen's own turns. */
export interface Letter {
  readonly contact: ContactId
  /** Unique: the same letter is put in once. */
  readonly key: string
  readonly message: Message
  /** UTC ms. */
  readonly now: number
  /** Not before. */
  readonly dueAt: number
  /**
   * One of many alike, which are counted under this name: it goes out at most once, and not to somebody who opted out
   * meanwhile. Without it a letter is a reply.
   */
  readonly batch?: string
}

/** Puts a letter into the line of what is sent, within the transaction. Throws an `AccountRemoved`. */
export type Deliver = (trx: Db, letter: Letter) => Promise<void>

/**
 * Puts a letter into the line unless its account is gone, which it tells: what one person does must not fail because
 * another once wrote from there.
 */
export async function deliverIfPossible(trx: Db, deliver: Deliver, letter: Letter): Promise<boolean> {
  try {
    await deliver(trx, letter)
    return true
  } catch (error) {
    if (!(error instanceof AccountRemoved)) throw error
    return false
  }
}
