import { createHash } from 'node:crypto'
import pg from 'pg'
import { Batcher } from '../core/batcher.ts'

const MAX_BATCH = 500

interface LockRequest {
  readonly type: 'take' | 'give'
  readonly name: string
}

/** One connection to PostgreSQL whose session keeps advisory locks. */
export interface LockSession {
  /** Fires when the connection is gone, and with it all that the session held. */
  readonly lost: AbortSignal
  /** Whether the lock of that name is now ours; false while it is held, here or elsewhere. Rejects when the session is lost. */
  take(name: string): Promise<boolean>
  give(name: string): Promise<void>
  close(): Promise<void>
}

/**
 * Connects. Requests that come together go to the server together: one query takes and gives back many locks, and never
 * two queries run at once on the connection. Rejects when the server cannot be reached.
 */
export async function openLockSession(connectionString: string): Promise<LockSession> {
  const client = new pg.Client({ connectionString, keepAlive: true })
  const lost = new AbortController()
  client.on('error', () => lost.abort())
  client.on('end', () => lost.abort())
  await client.connect()

  // The session that holds an advisory lock is given it again: what this process holds stands here.
  const held = new Set<string>()
  const requests = new Batcher<LockRequest, boolean>((batch) => ask(client, batch), { maxBatch: MAX_BATCH })

  return {
    lost: lost.signal,
    async take(name) {
      if (held.has(name)) return false
      held.add(name)
      const taken = await requests.add({ type: 'take', name })
      if (!taken) held.delete(name)
      return taken
    },
    async give(name) {
      // A session that is lost holds nothing any more.
      await requests.add({ type: 'give', name }).catch(() => {})
      held.delete(name)
    },
    async close() {
      await client.end().catch(() => {})
    },
  }
}

async function ask(client: pg.Client, batch: readonly LockRequest[]): Promise<boolean[]> {
  try {
    const answer = await client.query<{ done: boolean }>(
      `select case when request.type = 'take' then pg_try_advisory_lock(request.key) else pg_advisory_unlock(request.key) end as done
         from unnest($1::text[], $2::bigint[]) as request(type, key)`,
      [batch.map((request) => request.type), batch.map((request) => lockKey(request.name))],
    )
    return answer.rows.map((row) => row.done)
  } catch (error) {
    // Session locks outlive a failed statement: nobody knows which of them were taken. Without the session, none is.
    await client.end().catch(() => {})
    throw error
  }
}

/** Advisory locks are named by a 64-bit number. */
function lockKey(name: string): string {
  return createHash('sha256').update(`gan-dan ${name}`).digest().readBigInt64BE(0).toString()
}
