import { setTimeout as delay } from 'node:timers/promises'
import { Batcher } from '../core/batcher.ts'
import { type AccountId, type ContactId, channelOf, type Ids } from '../core/ids.ts'
import type { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Decision } from '../engine/run-turn.ts'
import { findContacts } from '../people/contact.store.ts'
import { type Contact, newContact } from '../people/contact.ts'
import { type Commit, commitTurns, type DecidedTurn } from './commit-turns.ts'
import { decideSafely, type TurnOptions } from './decide-turn.ts'
import { gatherTurn } from './gather-turn.ts'
import { findWaitingEvents, recordFailedTurn, type WaitingEvent } from './inbox.store.ts'

/** How many waiting events of a contact are read at once; more than a person's pieces are joined of. */
const EVENTS_A_READ = 10
/** A batch is one piece of a slice: few enough that it fits into it. */
const CONTACTS_A_READ = 16
const TURNS_A_COMMIT = 16
/**
 * Reads begin so far apart, and what is read together is decided, written and sent together: a question by itself costs
 * twice the processor. Nobody notices; a question that comes alone does not wait.
 */
const READS_APART_MS = 16
const STORAGE_RETRY_MS = 1000

export interface HandlerOptions extends TurnOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  /** What turns share their time with. */
  readonly slice: TimeSlice
  /** Something for this account was put into the outbox. */
  readonly onQueued: (account: AccountId) => void
  readonly onTurn: (decision: Decision | 'failed', seconds: number) => void
  /** Has the contact handled again in `ms`: what a person wrote may go on. */
  readonly wakeLater: (contact: ContactId, ms: number) => void
  /** Ends the waiting for a storage that is away. */
  readonly stopping: AbortSignal
}

interface Waiting {
  readonly contact: Contact
  readonly events: readonly WaitingEvent[]
}

/**
 * Handles the waiting events of a contact, one turn each, in order of arrival; pieces of one message share a turn. Reads
 * and writes of contacts that are handled at the same time share their transactions.
 */
export function createHandler(options: HandlerOptions): (contact: ContactId) => Promise<void> {
  const { db, sealer, clock, log, slice } = options

  const reader = new Batcher<ContactId, Waiting | null>((contacts) => readWaiting(db, sealer, contacts, clock.now()), {
    maxBatch: CONTACTS_A_READ,
    apartMs: READS_APART_MS,
    slice,
  })
  const writer = new Batcher<DecidedTurn, Commit>((turns) => commitTurns(db, sealer, turns, clock.now()), {
    maxBatch: TURNS_A_COMMIT,
    slice,
  })

  async function handleNext(id: ContactId): Promise<'again' | 'done'> {
    const waiting = await reader.add(id)
    if (waiting === null) return 'done'
    let contact = waiting.contact
    for (let at = 0; at < waiting.events.length; ) {
      const [next, ...following] = waiting.events.slice(at)
      if (!next) break
      const started = performance.now()
      if (!options.channels.has(next.event.account)) {
        await recordFailedTurn(db, [next.id], { code: 'account_removed', setAside: true }, clock.now())
        at += 1
        continue
      }
      await slice.enter()
      const turnEvent = await gatherTurn(options, contact, [next, ...following])
      if (turnEvent.type === 'wait') {
        if (waiting.events.length === EVENTS_A_READ) return 'again'
        options.wakeLater(id, turnEvent.ms)
        return 'done'
      }
      at += turnEvent.ids.length
      const decided = await decideSafely(options, contact, turnEvent)
      if (decided.type === 'failed') {
        await recordFailedTurn(db, turnEvent.ids, { code: decided.code, setAside: false }, clock.now())
        return 'again'
      }
      if ((await writer.add(decided.turn)) === 'stale') return 'again'
      contact = decided.turn.contact
      if (decided.turn.outbox.length > 0 || decided.turn.writes.length > 0) options.onQueued(contact.account)
      options.onTurn(decided.decision, (performance.now() - started) / 1000)
    }
    return waiting.events.length === EVENTS_A_READ ? 'again' : 'done'
  }

  return async (contact) => {
    while (!options.stopping.aborted) {
      try {
        if ((await handleNext(contact)) === 'done') return
      } catch (error) {
        log.error({ contactAccount: channelOf(contact), err: error }, 'a turn could not be stored; trying again')
        await delay(STORAGE_RETRY_MS, undefined, { signal: options.stopping }).catch(() => {})
      }
    }
  }
}

async function readWaiting(
  db: Db,
  sealer: Sealer,
  ids: readonly ContactId[],
  now: number,
): Promise<(Waiting | null)[]> {
  const [contacts, events] = [
    await findContacts(db, sealer, ids),
    await findWaitingEvents(db, sealer, ids, EVENTS_A_READ),
  ]
  return ids.map((id) => {
    const waiting = events.get(id)
    const first = waiting?.[0]
    return first ? { contact: contacts.get(id) ?? newContact(id, first.event.account, now), events: waiting } : null
  })
}
