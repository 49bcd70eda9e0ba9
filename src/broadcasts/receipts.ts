import { DAY_MS } from '../core/durations.ts'
import type { AccountNotice, Delivered, InboundEvent, Seen } from '../core/events.ts'
import type { Db } from '../db/open.ts'
import {
  type MarkReceipt,
  type NamedReceipt,
  type ReceiptType,
  recordMarkReceipts,
  recordNamedReceipts,
  recordUndelivered,
} from '../outbox/receipts.store.ts'

/** Who has not read an announcement by then reads it no more. */
const COUNTED_FOR_MS = 7 * DAY_MS
/** Receipts between two writings; more are not counted, for memory must not grow with the load. */
const MAX_NOTED = 200_000

/** Counts which messages of broadcasts arrived and were read. */
export interface Receipts {
  /** Takes note of receipts among events that were stored; costs about a microsecond for each, and no input or output. */
  note(events: readonly InboundEvent[], receivedAt: number): void
  /**
   * Writes down what was noted before the call of `write` before this one: by then the sending itself is on record too.
   * Without a broadcast in the last seven days, nothing is written. Rejects when storage does; nothing is lost then.
   */
  write(now: number): Promise<void>
}

interface Notes {
  readonly named: Record<ReceiptType, Map<string, NamedReceipt>>
  readonly marks: Record<ReceiptType, Map<string, MarkReceipt>>
  readonly undelivered: Map<string, NamedReceipt>
}

/**
 * What was not yet written is lost when the process is killed: these are counts for officers, no promise to anybody, and
 * they leave no trace of who read what outside of the messages themselves.
 */
export function createReceipts(db: Db): Receipts {
  let fresh = noNotes()
  let ripe = noNotes()

  return {
    note(events, receivedAt) {
      for (const event of events) {
        if (event.type === 'delivered' || event.type === 'seen') take(fresh, event, receivedAt)
        else if (event.type === 'notice' && event.kind === 'delivery') takeNotice(fresh, event, receivedAt)
      }
    },
    async write(now) {
      if (await hasRecentRun(db, now - COUNTED_FOR_MS)) {
        await writeNotes(db, ripe, now - COUNTED_FOR_MS)
        ripe = fresh
      } else ripe = noNotes()
      fresh = noNotes()
    },
  }
}

function take({ named, marks }: Notes, event: Delivered | Seen, at: number): void {
  const { type, account, contact, messageIds, upTo } = event
  if (named[type].size + marks[type].size >= MAX_NOTED) return
  for (const externalId of messageIds) named[type].set(`${account} ${externalId}`, { account, externalId, at })
  if (messageIds.length > 0 || upTo === null) return
  const known = marks[type].get(contact)
  if (!known || known.upTo < upTo) marks[type].set(contact, { contact, upTo, at })
}

/** Of a message to a phone number, or one that did not arrive: it names no person, and its message alone. */
function takeNotice({ named, marks, undelivered }: Notes, { account, detail }: AccountNotice, at: number): void {
  const missing = detail.undelivered
  if (missing !== undefined && undelivered.size < MAX_NOTED)
    undelivered.set(`${account} ${missing}`, { account, externalId: missing, at })
  const externalId = detail.msg_id
  if (externalId === undefined || named.delivered.size + marks.delivered.size >= MAX_NOTED) return
  named.delivered.set(`${account} ${externalId}`, { account, externalId, at })
}

async function hasRecentRun(db: Db, since: number): Promise<boolean> {
  const row = await db.selectFrom('broadcast_runs').select('id').where('started_at', '>=', since).executeTakeFirst()
  return row !== undefined
}

async function writeNotes(db: Db, { named, marks, undelivered }: Notes, since: number): Promise<void> {
  for (const type of ['delivered', 'seen'] as const) {
    await recordNamedReceipts(db, type, [...named[type].values()])
    await recordMarkReceipts(db, type, [...marks[type].values()], since)
  }
  await recordUndelivered(db, [...undelivered.values()])
}

function noNotes(): Notes {
  return {
    named: { delivered: new Map(), seen: new Map() },
    marks: { delivered: new Map(), seen: new Map() },
    undelivered: new Map(),
  }
}
