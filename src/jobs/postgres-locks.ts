import { setTimeout as sleep } from 'node:timers/promises'
import { type LockSession, openLockSession } from './lock-session.ts'
import type { HeldLock, Locks } from './locks.ts'

const RETRY_MS = 200

/**
 * Locks for PostgreSQL: session-level advisory locks (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS)
 * on one connection of their own. When the process is killed that connection closes and its locks are free at once:
 * nobody waits for a lease to run out. When the connection breaks, all that was held is lost together, and the next
 * request opens another.
 */
export function createPostgresLocks(connectionString: string): Locks {
  let opening: Promise<LockSession> | null = null

  async function currentSession(): Promise<LockSession> {
    opening ??= openLockSession(connectionString)
    const mine = opening
    try {
      const session = await mine
      if (!session.lost.aborted) return session
    } catch (error) {
      if (opening === mine) opening = null
      throw error
    }
    if (opening === mine) opening = null
    return currentSession()
  }

  async function tryHold(name: string): Promise<HeldLock | null> {
    const session = await currentSession()
    if (!(await session.take(name))) return null
    return { lost: session.lost, release: () => session.give(name) }
  }

  return {
    tryHold,
    async exclusively(name, work) {
      let lock = await tryHold(name)
      while (!lock) {
        await sleep(RETRY_MS)
        lock = await tryHold(name)
      }
      try {
        return await work()
      } finally {
        await lock.release()
      }
    },
    async [Symbol.asyncDispose]() {
      const session = await opening?.catch(() => null)
      await session?.close()
    },
  }
}
