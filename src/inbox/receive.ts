import { Batcher } from '../core/batcher.ts'
import type { InboundEvent } from '../core/events.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { WorkQueue } from '../jobs/work-queue.ts'
import { type Arrival, MAX_ROWS_A_STATEMENT, storeArrivals } from './inbox.store.ts'
import { maskEvent } from './mask-event.ts'

/** What `receive` gives: nothing is acknowledged unless all of it is on disk. */
export type Receipt =
  | { readonly type: 'stored'; readonly fresh: number }
  | { readonly type: 'overloaded' }
  | { readonly type: 'storage_failed'; readonly error: unknown }

export interface Inbox {
  receive(events: readonly InboundEvent[], receivedAt: number): Promise<Receipt>
}

/**
 * The durable inbox (law 1): `receive` resolves once the events are on disk. Events that arrive together are committed
 * together. At most `maxPending` wait for their commit; past that the caller is told to come again later, for memory
 * must not grow with the load.
 */
export function createInbox(options: {
  db: Db
  sealer: Sealer
  queue: WorkQueue
  maxPending: number
  /** Puts numbers that nobody should send out of a text's sight: what it hides is stored nowhere. */
  mask: (text: string) => string
  /** Told of events that were stored. */
  onStored?: (events: readonly InboundEvent[], receivedAt: number) => void
}): Inbox {
  const { db, sealer, queue, mask } = options
  const writer = new Batcher<Arrival, boolean>(
    async (arrivals) => {
      const fresh = await db.transaction().execute(async (trx) => {
        const stored = await storeArrivals(trx, sealer, arrivals)
        await queue.announce(trx, contactsWithNewWork(arrivals, stored))
        return stored
      })
      queue.wake(contactsWithNewWork(arrivals, fresh))
      return fresh
    },
    { maxBatch: MAX_ROWS_A_STATEMENT },
  )

  return {
    async receive(events, receivedAt) {
      if (writer.depth + events.length > options.maxPending) return { type: 'overloaded' }
      try {
        const fresh = await Promise.all(
          events.map((event) => writer.add({ event: maskEvent(event, mask), receivedAt, needsTurn: needsTurn(event) })),
        )
        options.onStored?.(events, receivedAt)
        return { type: 'stored', fresh: fresh.filter(Boolean).length }
      } catch (error) {
        return { type: 'storage_failed', error }
      }
    },
  }
}

function contactsWithNewWork(arrivals: readonly Arrival[], fresh: readonly boolean[]): ContactId[] {
  const contacts = new Set<ContactId>()
  arrivals.forEach(({ event, needsTurn: due }, index) => {
    if (due && fresh[index] && event.contact !== null) contacts.add(event.contact)
  })
  return [...contacts]
}

/** Whether the conversation has something to decide about an event; the rest is kept for the record alone. */
function needsTurn(event: InboundEvent): boolean {
  switch (event.type) {
    case 'message':
    case 'button':
    case 'chat_opened':
    case 'followed':
    case 'form':
    case 'staff_wrote':
    case 'subscription':
    case 'data_withdrawn':
    case 'follow_up':
      return true
    case 'unfollowed':
    case 'thread_control':
    case 'own_echo':
    case 'delivered':
    case 'seen':
    case 'reacted':
    case 'edited':
    case 'deleted':
    case 'rated':
    case 'template_answered':
    case 'call':
    case 'comment':
    case 'group':
    case 'notice':
    case 'unknown':
      return false
  }
}
