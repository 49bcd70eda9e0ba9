import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Locks } from './locks.ts'

const RETRY_MS = 200

/** The connection that keeps this process's locks, and what ends when it is lost. */
interface Keeper {
  readonly client: pg.Client
  readonly lost: AbortController
}

/**
 * Locks for PostgreSQL: session-level advisory locks (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS)
 * on one connection of their own. When the process is killed that connection closes and its locks are free at once:
 * nobody waits for a lease to run out. When the connection breaks, all that was held is lost together.
 */
export function createPostgresLocks(connectionString: string): Locks {
  // The session that holds an advisory lock is given it again: who holds what within this process stands here.
  const held = new Set<string>()
  let keeper: Promise<Keeper> | null = null

  async function connect(): Promise<Keeper> {
    const client = new pg.Client({ connectionString, keepAlive: true })
    const lost = new AbortController()
    const onLost = () => {
      keeper = null
      held.clear()
      lost.abort()
    }
    client.on('error', onLost)
    client.on('end', onLost)
    try {
      await client.connect()
    } catch (error) {
      keeper = null
      throw error
    }
    return { client, lost }
  }

  async function tryHold(name: string) {
    if (held.has(name)) return null
    held.add(name)
    try {
      keeper ??= connect()
      const { client, lost } = await keeper
      const answer = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lockKey(name)])
      if (answer.rows[0]?.taken) return { lost: lost.signal, release: () => release(name, client, lost.signal) }
    } catch (error) {
      held.delete(name)
      throw error
    }
    held.delete(name)
    return null
  }

  async function release(name: string, client: pg.Client, lost: AbortSignal): Promise<void> {
    if (lost.aborted) return
    await client.query('select pg_advisory_unlock($1)', [lockKey(name)]).catch(() => {})
    held.delete(name)
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
      const kept = await keeper?.catch(() => null)
      await kept?.client.end().catch(() => {})
    },
  }
}

/** Advisory locks are named by a 64-bit number. */
function lockKey(name: string): string {
  return createHash('sha256').update(`gan-dan ${name}`).digest().readBigInt64BE(0).toString()
}
