import type { DeskTurn, DeskTurns } from '../actions/desk-turn.ts'
import type { Erase } from '../actions/erase.ts'
import type { Channel } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { AccountRemoved } from '../core/errors.ts'
import type { InboundEvent } from '../core/events.ts'
import type { AccountId, ProvinceId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Write } from '../engine/action.ts'
import type { Conversation } from '../engine/conversation.ts'
import { type Decision, type Effect, runTurn, sayEvent, type TurnInput } from '../engine/run-turn.ts'
import { readSession, writeSession } from '../engine/session.ts'
import type { NoteQuestion } from '../learning/note-question.ts'
import type { NewOutboxRow } from '../outbox/outbox.store.ts'
import type { Contact } from '../people/contact.ts'
import { endPaidConsent } from '../people/paid-consent.store.ts'
import type { DecidedTurn } from './commit-turns.ts'
import { type InboxId, recordFailedTurn } from './inbox.store.ts'
import { keepConsent, lastEventAfter } from './subscription.ts'

/** A turn that fails this often is set aside, so that one bad event does not hold up its person for ever. */
const MAX_ATTEMPTS = 3

/** What turns are decided with. */
export interface TurnOptions {
  readonly clock: Clock
  readonly log: Log
  readonly conversation: Conversation
  readonly erase: Erase
  /** Seals the tokens of consents. */
  readonly sealer: Sealer
  /** Takes what belongs to a desk: commands of staff, and what citizens write to them; nothing does when absent. */
  readonly deskTurns?: DeskTurns
  /** Keeps questions that were not answered; none is kept when absent. */
  readonly noteQuestion?: NoteQuestion
  readonly channels: ReadonlyMap<AccountId, { readonly channel: Channel; readonly province: ProvinceId }>
}

/** What one turn is about: an event, or the pieces of what a person wrote as one. */
export interface TurnEvent {
  readonly ids: readonly InboxId[]
  readonly event: InboundEvent
  readonly attempts: number
}

export type Decided =
  | { readonly type: 'decided'; readonly turn: DecidedTurn; readonly decision: Decision | 'failed' }
  | { readonly type: 'failed'; readonly code: string }

/** A bug in a turn stops that turn, never the server. At the last try the person is told that something went wrong. */
export async function decideSafely(options: TurnOptions, contact: Contact, waiting: TurnEvent): Promise<Decided> {
  try {
    return await decide(options, contact, waiting)
  } catch (error) {
    options.log.error(
      { inbox: waiting.ids.at(-1), type: waiting.event.type, attempts: waiting.attempts + 1, err: error },
      'a turn failed',
    )
    if (waiting.attempts + 1 < MAX_ATTEMPTS) return { type: 'failed', code: 'turn_failed' }
    return giveUp(options, contact, waiting)
  }
}

async function decide(options: TurnOptions, contact: Contact, turnEvent: TurnEvent): Promise<Decided> {
  const { ids, event } = turnEvent
  const now = options.clock.now()
  const key = keyOfTurn(ids)
  const atDesk = await options.deskTurns?.(event, contact, key, now)
  if (atDesk && !atDesk.goesOn) return deskTurn(options, contact, turnEvent, atDesk)
  const result = await runTurn(options.conversation, turnInput(options, contact, event, now))
  const changed = result.effects.reduce((state, effect) => applyEffect(state, effect, now), contact)
  const erased = result.effects.some((effect) => effect.type === 'erase_person')
  const turn: DecidedTurn = {
    inboxIds: ids,
    contact: {
      ...changed,
      version: contact.version + 1,
      state: erased ? null : writeSession(result.session),
      lastEventAt: lastEventAfter(contact, event),
    },
    ...toOutbox(options, contact, key, result.messages),
    writes: [
      ...(atDesk?.writes ?? []),
      ...result.writes,
      ...result.effects.flatMap((effect) => writesOf(options, contact, effect, now)),
      ...keepConsent(options.sealer, event, now),
    ],
    notes: result.effects.flatMap((effect) => notesOf(options, contact, effect, now)),
  }
  return { type: 'decided', turn, decision: result.decision }
}

function deskTurn(
  options: TurnOptions,
  contact: Contact,
  { ids, event }: TurnEvent,
  { messages, writes }: DeskTurn,
): Decided {
  const turn: DecidedTurn = {
    inboxIds: ids,
    contact: { ...contact, version: contact.version + 1, lastEventAt: Math.max(contact.lastEventAt, event.sentAt) },
    ...toOutbox(options, contact, keyOfTurn(ids), messages),
    writes,
  }
  return { type: 'decided', turn, decision: 'handover' }
}

/** What the conversation is told for a turn. Throws when the contact's account is no longer configured. */
export function turnInput(options: TurnOptions, contact: Contact, event: InboundEvent, now: number): TurnInput {
  return {
    event,
    session: readSession(contact.state),
    first: contact.version === 0,
    mutedUntil: contact.mutedUntil,
    province: accountOrThrow(options, contact.account).province,
    now,
  }
}

async function giveUp(options: TurnOptions, contact: Contact, { ids, event }: TurnEvent): Promise<Decided> {
  const now = options.clock.now()
  const apology = await sayEvent(options.conversation, turnInput(options, contact, event, now), 'failed')
  const turn: DecidedTurn = {
    inboxIds: ids,
    contact: { ...contact, version: contact.version + 1, lastEventAt: lastEventAfter(contact, event) },
    ...toOutbox(options, contact, keyOfTurn(ids), apology),
    writes: [(trx) => recordFailedTurn(trx, ids, { code: 'turn_failed', setAside: true }, now)],
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
    case 'unanswered':
    case 'picked':
      return contact
  }
}

function writesOf(options: TurnOptions, contact: Contact, effect: Effect, now: number): ((trx: Db) => Promise<void>)[] {
  if (effect.type === 'erase_person') return [(trx) => options.erase(trx, contact.id, now)]
  if (effect.type === 'opt_out') return [(trx) => endPaidConsent(trx, contact.id)]
  return []
}

function notesOf(options: TurnOptions, contact: Contact, effect: Effect, now: number): Write[] {
  const { noteQuestion } = options
  if (!noteQuestion || (effect.type !== 'unanswered' && effect.type !== 'picked')) return []
  const { province } = accountOrThrow(options, contact.account)
  return [(trx) => noteQuestion(trx, effect, { contact: contact.id, province }, now)]
}

/** The key of the turn of some events, by which a repeated one is known; of pieces, the last is what is answered. */
export function keyOfTurn(ids: readonly InboxId[]): string {
  return `r${ids.at(-1)}`
}

/** One row a call to the platform; its key says which event it answers, so that an answer cannot be put in twice. */
function toOutbox(
  options: TurnOptions,
  contact: Contact,
  key: string,
  messages: readonly Message[],
): Pick<DecidedTurn, 'outbox' | 'render'> {
  const { channel } = accountOrThrow(options, contact.account)
  const rows = (said: readonly Message[], first: number): NewOutboxRow[] =>
    said
      .flatMap((message) => channel.render(message))
      .map((part, index) => ({ contact: contact.id, purpose: 'reply', key: `${key}-${first + index}`, part }))
  const outbox = rows(messages, 0)
  return { outbox, render: (late) => rows(late, outbox.length) }
}

function accountOrThrow(options: TurnOptions, account: AccountId) {
  const known = options.channels.get(account)
  if (!known) throw new AccountRemoved(account)
  return known
}
