import type { InboundEvent } from '../core/events.ts'
import type { Message } from '../core/messages.ts'
import { plainWords } from '../core/text.ts'
import type { Db } from '../db/open.ts'
import type { Write } from '../engine/action.ts'
import type { Contact } from '../people/contact.ts'
import { askRating, closeTicket, rateTicket, readRating } from '../support/close-ticket.ts'
import type { SupportDesk } from '../support/desk.ts'
import { type StaffWords, staffTurn } from '../support/handle-staff-command.ts'
import { addWords } from '../support/open-ticket.ts'
import { findOpenTicket } from '../support/ticket.store.ts'
import { answeredElsewhere } from '../support/work-on-ticket.ts'

/** A turn between citizens and staff, in which the assistant has nothing to say of its own. */
export interface DeskTurn {
  readonly messages: readonly Message[]
  readonly writes: readonly Write[]
  /** The assistant has its own turn with the event as well. */
  readonly goesOn: boolean
}

/** Gives the turn of an event that is the desk's, null for all others. `key` names the event: `r12`. */
export type DeskTurns = (event: InboundEvent, contact: Contact, key: string, now: number) => Promise<DeskTurn | null>

/** What a command of staff comes to; the assistant never has a turn of its own with one. */
export type StaffTurn = Omit<DeskTurn, 'goesOn'>

/** Reads the commands of one part of the domain; null for everyone and everything else. */
export type StaffTurns = (words: StaffWords) => Promise<StaffTurn | null>

const STAFF_PAYLOAD = 'staff:'

/** What a button carries that says `words` as if a member of staff had typed them. */
export function payloadAtDesk(words: string): string {
  return `${STAFF_PAYLOAD}${words}`
}

/** A turn that says one thing. */
export function sayAtDesk(text: string, ...writes: readonly Write[]): StaffTurn {
  return { messages: [{ type: 'text', text }], writes }
}

/**
 * What belongs to the support desk rather than to the assistant: commands of staff, what citizens write while staff have
 * the conversation, their word that they are done, and their rating. `closing` are the words by which a citizen is done; `others` read
 * the commands of staff that are not about tickets.
 */
export function createDeskTurns(
  db: Db,
  desk: SupportDesk,
  closing: readonly string[],
  others: readonly StaffTurns[] = [],
): DeskTurns {
  const done = new Set(closing.map(plainWords))

  return async (event, contact, key, now) => {
    if (event.type === 'button') return rating(event.payload) ?? pressed(event.payload)
    if (event.type === 'staff_wrote') return answered(event.text)
    if (event.type !== 'message') return null
    const text = event.text.trim()
    if (text === '') return null
    const byStaff = await ofStaff(text)
    if (byStaff) return byStaff
    const withStaff = contact.mutedUntil !== null && contact.mutedUntil > now
    if (!withStaff) return null
    return done.has(plainWords(text)) ? close() : keep(text)

    async function ofStaff(typed: string): Promise<DeskTurn | null> {
      const turn = await commandOf(typed)
      return turn && { ...turn, goesOn: false }
    }

    async function commandOf(typed: string): Promise<StaffTurn | null> {
      const words = { contact: contact.id, text: typed, key, now }
      const onTicket = await staffTurn(db, desk, words)
      if (onTicket) return onTicket
      for (const other of others) {
        const turn = await other(words)
        if (turn) return turn
      }
      return null
    }

    async function pressed(payload: string): Promise<DeskTurn | null> {
      return payload.startsWith(STAFF_PAYLOAD) ? ofStaff(payload.slice(STAFF_PAYLOAD.length)) : null
    }

    function rating(payload: string): DeskTurn | null {
      const rated = readRating(payload)
      if (!rated) return null
      const write: Write = async (trx) => {
        await rateTicket(trx, { contact: contact.id, ...rated, now })
      }
      return { messages: [{ type: 'text', text: desk.texts.rated }], writes: [write], goesOn: false }
    }

    /** Staff wrote in the platform's own inbox: the open ticket counts as answered, and the assistant falls silent. */
    function answered(text: string): DeskTurn {
      const write: Write = async (trx) => {
        await answeredElsewhere(trx, desk, { contact: contact.id, key, text, now })
      }
      return { messages: [], writes: [write], goesOn: true }
    }

    async function close(): Promise<DeskTurn | null> {
      const ticket = await findOpenTicket(db, desk.sealer, contact.id)
      if (!ticket) return null
      const write: Write = async (trx) => {
        await closeTicket(trx, desk, { id: ticket.id, by: 'citizen', now })
      }
      return { messages: [askRating(desk, ticket.code, 'by_citizen')], writes: [write], goesOn: false }
    }

    /** For staff to read; the assistant still heeds a "dừng" and words of danger. */
    function keep(words: string): DeskTurn {
      const write: Write = async (trx) => {
        await addWords(trx, desk, { contact: contact.id, key, text: words, now })
      }
      return { messages: [], writes: [write], goesOn: true }
    }
  }
}
