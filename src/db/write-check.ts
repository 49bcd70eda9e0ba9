import type { Clock } from '../core/clock.ts'
import type { Db } from './open.ts'
import { putSetting } from './settings.store.ts'

/** Anybody may ask; the disk is not asked more often than this. */
const ASK_AGAIN_AFTER_MS = 1000

/**
 * Tells whether the database takes writes: one whose disk is full still gives what it has, so that reading proves
 * nothing. Never rejects.
 */
export function createWriteCheck(db: Db, clock: Clock): () => Promise<boolean> {
  let last: { readonly at: number; readonly result: Promise<boolean> } | null = null

  async function check(at: number): Promise<boolean> {
    try {
      await putSetting(db, 'last_write_check', String(at))
      return true
    } catch {
      return false
    }
  }

  return () => {
    const now = clock.now()
    if (last === null || Math.abs(now - last.at) >= ASK_AGAIN_AFTER_MS) last = { at: now, result: check(now) }
    return last.result
  }
}
