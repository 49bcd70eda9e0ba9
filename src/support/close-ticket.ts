import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { afterNight } from './deadline.ts'
import type { SupportDesk } from './desk.ts'
import { endSilence } from './silence.ts'
import { findTicket } from './ticket.store.ts'
import type { Helper, Ticket, TicketId } from './ticket.ts'

export type CloseOutcome = 'done' | 'closed' | 'unknown'
/** The citizen who asked, or whoever deals with it. */
export type ClosedBy = 'citizen' | Helper

/** What closing it would come to. */
export function closeOutcome(ticket: Ticket | undefined): CloseOutcome {
  if (!ticket) return 'unknown'
  return ticket.status === 'closed' ? 'closed' : 'done'
}

/**
 * Closes a ticket: the assistant speaks again. When staff close it, the citizen is told and asked how it was; a citizen's
 * own turn says `askRating`. Run it in a transaction.
 */
export async function closeTicket(
  trx: Db,
  desk: SupportDesk,
  { id, by, now }: { id: TicketId; by: ClosedBy; now: number },
): Promise<CloseOutcome> {
  const ticket = await findTicket(trx, desk.sealer, { id })
  const outcome = closeOutcome(ticket)
  if (!ticket || outcome !== 'done') return outcome
  const { numUpdatedRows } = await trx
    .updateTable('support_requests')
    .set({ status: 'closed', closed_at: now, closed_by: by === 'citizen' ? 'citizen' : 'staff', due_at: null })
    .where('id', '=', id)
    .where('status', '<>', 'closed')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return 'closed'
  await endSilence(trx, ticket.contact)
  if (by === 'citizen') return 'done'
  await recordStaffAudit(trx, { at: now, actor: by.id, action: 'ticket_closed', subject: `support:${id}` })
  await desk.deliver(trx, {
    contact: ticket.contact,
    key: `support-${id}-closed`,
    message: askRating(desk, ticket.code, 'by_staff'),
    now,
    dueAt: afterNight(desk.rules, now),
  })
  return 'done'
}

/** Tells the citizen that a ticket is closed, with buttons to say how it was. */
export function askRating({ texts }: SupportDesk, code: string, closed: 'by_staff' | 'by_citizen'): Message {
  const choices = texts.ratings.map((label, index) => {
    return { type: 'reply' as const, label, payload: `rate:${code}:${index + 1}` }
  })
  return { type: 'text', text: fill(texts.closed[closed], { code }), choices: choices.reverse() }
}

/** What a button of `askRating` says; null for any other. */
export function readRating(payload: string): { code: string; stars: number } | null {
  const [, code, stars] = /^rate:(HT-[0-9A-Z]{4}):([1-5])$/.exec(payload) ?? []
  return code === undefined ? null : { code, stars: Number(stars) }
}

/** Keeps how a citizen found the help with their closed ticket, 1 to 5; the last word counts. False when it is not theirs. */
export async function rateTicket(
  trx: Db,
  rating: { contact: ContactId; code: string; stars: number; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('support_requests')
    .set({ rating: rating.stars, rated_at: rating.now })
    .where('code', '=', rating.code)
    .where('contact_id', '=', rating.contact)
    .where('status', '=', 'closed')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
