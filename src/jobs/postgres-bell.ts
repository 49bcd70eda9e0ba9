import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Bell } from './bell.ts'

const CHANNEL = 'gan_dan_bell'
const RECONNECT_MS = 1000

/**
 * For several processes: NOTIFY (https://www.postgresql.org/docs/current/sql-notify.html) on the pool, LISTEN on a
 * connection of its own, made anew when it breaks. Names rung in one turn of the event loop go out in one query.
 */
export function createPostgresBell(pool: pg.Pool, connectionString: string, onRing: (name: string) => void): Bell {
  const stopping = new AbortController()
  let listener: pg.Client | null = null
  let rung = new Set<string>()

  async function listen(): Promise<void> {
    while (!stopping.signal.aborted) {
      const client = new pg.Client({ connectionString, keepAlive: true })
      const gone = new Promise<void>((resolve) => {
        // A broken connection reports itself more than once; an error nobody hears would stop the process.
        client.on('error', () => resolve())
        client.on('end', () => resolve())
      })
      client.on('notification', ({ payload }) => onRing(payload ?? ''))
      try {
        await client.connect()
        await client.query(`listen ${CHANNEL}`)
        listener = client
        await gone
      } catch {
        // Not reached: tried again below.
      }
      await client.end().catch(() => {})
      await delay(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  function tellOthers(): void {
    const names = [...rung]
    rung = new Set()
    pool.query('select pg_notify($1, name) from unnest($2::text[]) as name', [CHANNEL, names]).catch(() => {
      // A lost hint: the others find the work when they next look.
    })
  }

  const listening = listen()
  return {
    ring(name) {
      onRing(name)
      if (rung.size === 0) setImmediate(tellOthers)
      rung.add(name)
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await listener?.end().catch(() => {})
      await listening
    },
  }
}
