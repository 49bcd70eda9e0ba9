import { setTimeout as sleep } from 'node:timers/promises'
import type { WebHub } from '../../channels/web/hub.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { OutboxId } from '../../outbox/outbox.store.ts'
import { findNewsStart, type Newer, readNewer } from './history.ts'

const CONTACTS_A_QUERY = 100
const ROWS_A_QUERY = 500

/** Looks in the database for what other processes sent to the people whose pages are open here. */
export interface OutboxPoll {
  /** Begins to look for a contact's messages; gives back what ends it. */
  watch(contact: ContactId): Promise<() => void>
}

/** One process alone needs no polling: all it sends passes through its own hub. */
export const NO_POLL: OutboxPoll = { watch: async () => () => {} }

/**
 * Every `everyMs` publishes the sent messages it finds to the hub, also those that this process sent itself: whoever
 * listens knows them by their key. A row with a lower id that is committed later than a higher one of the same person may
 * be passed over; the page then has it at its next connection. Sleeps while nobody is watched; ends with `closing`.
 */
export function createOutboxPoll(options: {
  db: Db
  sealer: Sealer
  hub: WebHub
  log: Log
  everyMs: number
  closing: AbortSignal
}): OutboxPoll {
  const { db, sealer, hub, log, everyMs, closing } = options
  const watched = new Map<ContactId, { after: OutboxId; pages: number }>()
  let running = false

  async function run(): Promise<void> {
    while (watched.size > 0 && !closing.aborted) {
      try {
        await look()
      } catch (error) {
        log.warn({ err: error }, 'the outbox could not be read for open chat pages; trying again')
      }
      await sleep(everyMs, undefined, { signal: closing, ref: false }).catch(() => {})
    }
    running = false
  }

  async function look(): Promise<void> {
    const contacts = [...watched]
    for (let from = 0; from < contacts.length; from += CONTACTS_A_QUERY) {
      const after = new Map(
        contacts.slice(from, from + CONTACTS_A_QUERY).map(([contact, { after: id }]) => [contact, id]),
      )
      const rows = await readNewer(db, sealer, after, ROWS_A_QUERY)
      for (const [contact, ofContact] of Map.groupBy(rows, (row) => row.contact)) deliver(contact, ofContact)
    }
  }

  function deliver(contact: ContactId, rows: readonly Newer[]): void {
    for (const { item } of rows) if (item) hub.publish(contact, item)
    const open = rows.findIndex((row) => row.status === 'queued' || row.status === 'sending')
    const settled = (open < 0 ? rows : rows.slice(0, open)).at(-1)
    const watch = watched.get(contact)
    if (watch && settled) watch.after = Math.max(watch.after, settled.id)
  }

  return {
    async watch(contact) {
      const after = await findNewsStart(db, contact)
      const watch = watched.get(contact) ?? { after, pages: 0 }
      watch.pages += 1
      watched.set(contact, watch)
      if (!running) {
        running = true
        void run()
      }
      return () => {
        watch.pages -= 1
        if (watch.pages === 0) watched.delete(contact)
      }
    },
  }
}
