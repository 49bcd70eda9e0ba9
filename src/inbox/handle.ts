import { setTimeout as delay } from 'node:timers/promises'
import type { DeskTurn, DeskTurns } from '../actions/desk-turn.ts'
import type { Erase } from '../actions/erase.ts'
import { Batcher } from '../core/batcher.ts'
import type { Channel } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { type AccountId, type ContactId, channelOf, type Ids, type ProvinceId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Message } from '../core/messages.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Conversation } from '../engine/conversation.ts'
import { type Decision, type Effect, runTurn, sayEvent, type TurnInput } from '../engine/run-turn.ts'
import { readSession, writeSession } from '../engine/session.ts'
import type { NewOutboxRow } from '../outbox/outbox.store.ts'
import { findContacts } from '../people/contact.store.ts'
import { type Contact, newContact } from '../people/contact.ts'
import { type Commit, commitTurns, type DecidedTurn } from './commit-turns.ts'
import { findWaitingEvents, recordFailedTurn, type WaitingEvent } from './inbox.store.ts'

/** How many waiting events of a contact are read at once. */
const EVENTS_A_READ = 10
const CONTACTS_A_READ = 32
/**
 * How long turns are decided before the event loop turns. Deciding is computing: longer, and webhooks wait for their 200;
 * shorter, and each of the commits holds fewer turns.
 */
const DECIDING_MS = 2
/** A turn that fails this often is set aside, so that one bad event does not hold up its person for ever. */
const MAX_ATTEMPTS = 3
const STORAGE_RETRY_MS = 1000

export interface HandlerOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly conversation: Conversation
  readonly erase: Erase
  /** What belongs to the support desk is its own; nothing does when absent. */
  readonly deskTurns?: DeskTurns
  readonly channels: ReadonlyMap<AccountId, { readonly channel: Channel; readonly province: ProvinceId }>
  /** Something for this account was put into the outbox. */
  readonly onQueued: (account: AccountId) => void
  readonly onTurn: (decision: Decision | 'failed', seconds: number) => void
  /** Ends the waiting for a storage that is away. */
  readonly stopping: AbortSignal
}

interface Waiting {
  readonly contact: Contact
  readonly events: readonly WaitingEvent[]
}

/**
 * Handles the waiting events of a contact, one turn each, in order of arrival. Reads and writes of contacts that are
 * handled at the same time share their transactions.
 */
export function createHandler(options: HandlerOptions): (contact: ContactId) => Promise<void> {
  const { db, sealer, clock, log } = options

  const reader = new Batcher<ContactId, Waiting | null>((contacts) => readWaiting(db, sealer, contacts, clock.now()), {
    maxBatch: CONTACTS_A_READ,
  })
  const writer = new Batcher<DecidedTurn, Commit>((turns) => commitTurns(db, sealer, turns, clock.now()), {
    maxBatch: 100,
  })
  const deciding = new TimeSlice(DECIDING_MS)

  async function handleNext(id: ContactId): Promise<'again' | 'done'> {
    const waiting = await reader.add(id)
    if (waiting === null) return 'done'
    let contact = waiting.contact
    for (const { id: inboxId, event, attempts } of waiting.events) {
      const started = performance.now()
      if (!options.channels.has(event.account)) {
        await recordFailedTurn(db, inboxId, { code: 'account_removed', setAside: true }, clock.now())
        continue
      }
      await deciding.enter()
      const decided = await decideSafely(options, contact, { id: inboxId, event, attempts })
      if (decided.type === 'failed') {
        await recordFailedTurn(db, inboxId, { code: decided.code, setAside: false }, clock.now())
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

type Decided =
  | { readonly type: 'decided'; readonly turn: DecidedTurn; readonly decision: Decision | 'failed' }
  | { readonly type: 'failed'; readonly code: string }

/** A bug in a turn stops that turn, never the server. At the last try the person is told that something went wrong. */
async function decideSafely(options: HandlerOptions, contact: Contact, waiting: WaitingEvent): Promise<Decided> {
  try {
    return await decide(options, contact, waiting)
  } catch (error) {
    options.log.error(
      { inbox: waiting.id, type: waiting.event.type, attempts: waiting.attempts + 1, err: error },
      'a turn failed',
    )
    if (waiting.attempts + 1 < MAX_ATTEMPTS) return { type: 'failed', code: 'turn_failed' }
    return giveUp(options, contact, waiting)
  }
}

async function decide(
  options: HandlerOptions,
  contact: Contact,
  { id: inboxId, event }: WaitingEvent,
): Promise<Decided> {
  const now = options.clock.now()
  const atDesk = await options.deskTurns?.(event, contact, `r${inboxId}`, now)
  if (atDesk && !atDesk.goesOn) return deskTurn(options, contact, { id: inboxId, event }, atDesk)
  const result = await runTurn(options.conversation, turnInput(options, contact, event, now))
  const changed = result.effects.reduce((state, effect) => applyEffect(state, effect, now), contact)
  const erased = result.effects.some((effect) => effect.type === 'erase_person')
  const turn: DecidedTurn = {
    inboxId,
    contact: {
      ...changed,
      version: contact.version + 1,
      state: erased ? null : writeSession(result.session),
      lastEventAt: Math.max(contact.lastEventAt, event.sentAt),
    },
    ...toOutbox(options, contact, inboxId, result.messages),
    writes: [
      ...(atDesk?.writes ?? []),
      ...result.writes,
      ...result.effects.flatMap((effect) => writesOf(options, contact, effect, now)),
    ],
  }
  return { type: 'decided', turn, decision: result.decision }
}

function deskTurn(
  options: HandlerOptions,
  contact: Contact,
  { id: inboxId, event }: Pick<WaitingEvent, 'id' | 'event'>,
  { messages, writes }: DeskTurn,
): Decided {
  const turn: DecidedTurn = {
    inboxId,
    contact: { ...contact, version: contact.version + 1, lastEventAt: Math.max(contact.lastEventAt, event.sentAt) },
    ...toOutbox(options, contact, inboxId, messages),
    writes,
  }
  return { type: 'decided', turn, decision: 'handover' }
}

function turnInput(options: HandlerOptions, contact: Contact, event: WaitingEvent['event'], now: number): TurnInput {
  return {
    event,
    session: readSession(contact.state),
    first: contact.version === 0,
    mutedUntil: contact.mutedUntil,
    province: accountOrThrow(options, contact.account).province,
    now,
  }
}

async function giveUp(
  options: HandlerOptions,
  contact: Contact,
  { id: inboxId, event }: WaitingEvent,
): Promise<Decided> {
  const now = options.clock.now()
  const apology = await sayEvent(options.conversation, turnInput(options, contact, event, now), 'failed')
  const turn: DecidedTurn = {
    inboxId,
    contact: { ...contact, version: contact.version + 1, lastEventAt: Math.max(contact.lastEventAt, event.sentAt) },
    ...toOutbox(options, contact, inboxId, apology),
    writes: [(trx) => recordFailedTurn(trx, inboxId, { code: 'turn_failed', setAside: true }, now)],
  }
  return { type: 'decided', turn, decision: 'failed' }
}

function applyEffect(contact: Contact, effect: Effect, now: number): Contact {
  switch (effect.type) {
    case 'opt_out':
      return { ...contact, optedOutAt: contact.optedOutAt ?? now }
    case 'opt_in':
      return { ...contact, optedOutAt: null }
    case 'mute':
      return { ...contact, mutedUntil: effect.until }
    case 'erase_person':
      return contact
  }
}

function writesOf(
  options: HandlerOptions,
  contact: Contact,
  effect: Effect,
  now: number,
): ((trx: Db) => Promise<void>)[] {
  if (effect.type === 'erase_person') return [(trx) => options.erase(trx, contact.id, now)]
  return []
}

/** One row a call to the platform; its key says which event it answers, so that an answer cannot be put in twice. */
function toOutbox(
  options: HandlerOptions,
  contact: Contact,
  inboxId: number,
  messages: readonly Message[],
): Pick<DecidedTurn, 'outbox' | 'render'> {
  const { channel } = accountOrThrow(options, contact.account)
  const rows = (said: readonly Message[], first: number): NewOutboxRow[] =>
    said
      .flatMap((message) => channel.render(message))
      .map((part, index) => ({ contact: contact.id, purpose: 'reply', key: `r${inboxId}-${first + index}`, part }))
  const outbox = rows(messages, 0)
  return { outbox, render: (late) => rows(late, outbox.length) }
}

function accountOrThrow(options: HandlerOptions, account: AccountId) {
  const known = options.channels.get(account)
  if (!known) throw new Error(`the account ${account} is no longer configured`)
  return known
}
