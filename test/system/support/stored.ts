import { type Database, type Db, openDatabase } from '../../../src/db/open.ts'
import { createSealer, type Sealer } from '../../../src/db/seal.ts'
import { measureInbox } from '../../../src/inbox/inbox.store.ts'
import { measureOutbox } from '../../../src/outbox/open-rows.store.ts'
import { DATA_KEY, waitUntil } from '../../support/system.ts'

/** A server's database, looked at from outside while it runs. */
export interface Stored extends Database {
  readonly sealer: Sealer
  /** Rows of each table that traffic may add to. */
  count(): Promise<Counts>
  /** Resolves when no event waits for its turn and no message to be sent. */
  settled(withinMs?: number): Promise<void>
}

const TABLES = ['inbox', 'contacts', 'outbox', 'support_requests'] as const
export type Counts = Readonly<Record<(typeof TABLES)[number], number>>

export function openStored(url: string): Stored {
  const database = openDatabase(url)
  const { db } = database

  async function rowsOf(table: (typeof TABLES)[number]): Promise<number> {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(row.rows)
  }

  return {
    ...database,
    sealer: createSealer(DATA_KEY),
    async count() {
      const counts = await Promise.all(TABLES.map(async (table) => [table, await rowsOf(table)] as const))
      return Object.fromEntries(counts) as Record<(typeof TABLES)[number], number>
    },
    async settled(withinMs = 10_000) {
      const isSettled = async () => {
        const [inbox, outbox] = [await measureInbox(db), await measureOutbox(db)]
        return inbox.depth + outbox.queued + outbox.sending === 0
      }
      try {
        await waitUntil('all events handled and all messages sent', isSettled, withinMs)
      } catch (cause) {
        throw new Error(`still waiting: ${JSON.stringify(await leftOver(db))}`, { cause })
      }
    },
  }
}

/** The first of what still waits, for whoever looks for the reason. */
async function leftOver(db: Db) {
  return {
    inbox: await db
      .selectFrom('inbox')
      .select(['id', 'contact_id', 'type', 'attempts', 'received_at'])
      .where('handled_at', 'is', null)
      .limit(5)
      .execute(),
    outbox: await db
      .selectFrom('outbox')
      .select(['id', 'key', 'status', 'attempts', 'due_at', 'failure_code'])
      .where('status', 'in', ['queued', 'sending'])
      .limit(5)
      .execute(),
  }
}
