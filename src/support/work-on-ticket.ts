import { MINUTE_MS } from '../core/durations.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { afterNight } from './deadline.ts'
import type { SupportDesk } from './desk.ts'
import { beginSilence } from './silence.ts'
import { findOpenTicket, findTicket, insertEntry } from './ticket.store.ts'
import type { Helper, Ticket, TicketId } from './ticket.ts'

/** `yours`: it was taken by the same helper before. `held`: somebody else has it. */
export type TakeOutcome = 'taken' | 'yours' | 'held' | 'closed' | 'unknown'
/** `repeated`: the same reply was put in before. */
export type ReplyOutcome =
  | { readonly type: 'answered'; readonly dueAt: number }
  | { readonly type: 'repeated' | 'held' | 'closed' | 'unknown' }

/** What taking it would come to. */
export function takeOutcome(ticket: Ticket | undefined, helper: Helper): TakeOutcome {
  if (!ticket) return 'unknown'
  if (ticket.status === 'closed') return 'closed'
  if (ticket.holder === helper.id) return 'yours'
  return ticket.holder === null ? 'taken' : 'held'
}

/** Gives a ticket that nobody holds to a helper; its deadline stays. Run it in a transaction. */
export async function takeTicket(
  trx: Db,
  desk: SupportDesk,
  { id, helper, now }: { id: TicketId; helper: Helper; now: number },
): Promise<TakeOutcome> {
  const ticket = await findTicket(trx, desk.sealer, { id })
  const outcome = takeOutcome(ticket, helper)
  if (!ticket || outcome !== 'taken') return outcome
  const { numUpdatedRows } = await trx
    .updateTable('support_requests')
    .set({ status: ticket.status === 'waiting' ? 'taken' : ticket.status, holder: helper.id })
    .where('id', '=', id)
    .where('status', '=', ticket.status)
    .where('holder', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ChangedMeanwhile(`support:${id}`)
  await recordStaffAudit(trx, { at: now, actor: helper.id, action: 'ticket_taken', subject: `support:${id}` })
  return 'taken'
}

export interface Reply {
  readonly id: TicketId
  readonly helper: Helper
  readonly text: string
  /** Names this reply among those of the ticket: the same one is sent once. */
  readonly key: string
  /** UTC ms. */
  readonly now: number
}

/**
 * Sends a helper's words to the citizen, at night in the morning; the ticket is then answered and theirs, and the assistant
 * keeps silent for a while. Run it in a transaction.
 */
export async function replyToTicket(trx: Db, desk: SupportDesk, reply: Reply): Promise<ReplyOutcome> {
  const { id, helper, now } = reply
  const ticket = await findTicket(trx, desk.sealer, { id })
  const may = takeOutcome(ticket, helper)
  if (!ticket || may === 'unknown') return { type: 'unknown' }
  const key = `support-${id}-${reply.key}`
  if (may === 'held' || may === 'closed') return { type: may }
  const entry = { id: key, ticket: id, author: 'staff', actor: helper.id, text: reply.text, at: now } as const
  if (!(await insertEntry(trx, desk.sealer, entry))) return { type: 'repeated' }
  const { numUpdatedRows } = await trx
    .updateTable('support_requests')
    .set({ status: 'answered', holder: helper.id, answered_at: now, due_at: null })
    .where('id', '=', id)
    .where('status', '=', ticket.status)
    .where((eb) => eb.or([eb('holder', 'is', null), eb('holder', '=', ticket.holder ?? '')]))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ChangedMeanwhile(`support:${id}`)
  const dueAt = afterNight(desk.rules, now)
  const text = fill(desk.texts.reply, { name: helper.name, text: reply.text })
  await desk.deliver(trx, { contact: ticket.contact, key, message: { type: 'text', text }, now, dueAt })
  await beginSilence(trx, ticket.contact, dueAt + desk.rules.silence_minutes * MINUTE_MS)
  await recordStaffAudit(trx, { at: now, actor: helper.id, action: 'ticket_answered', subject: `support:${id}` })
  return { type: 'answered', dueAt }
}

/**
 * Staff answered in the platform's own inbox: the contact's open ticket counts as answered, whoever holds it. False when
 * there is none. `key` names the words, such as `r12` of the inbox. Run it in a transaction.
 */
export async function answeredElsewhere(
  trx: Db,
  desk: SupportDesk,
  { contact, key, text, now }: { contact: ContactId; key: string; text: string; now: number },
): Promise<boolean> {
  const ticket = await findOpenTicket(trx, desk.sealer, contact)
  if (!ticket) return false
  const entry = { id: key, ticket: ticket.id, author: 'staff', actor: null, text, at: now } as const
  if (!(await insertEntry(trx, desk.sealer, entry))) return true
  await trx
    .updateTable('support_requests')
    .set({ status: 'answered', answered_at: now, due_at: null })
    .where('id', '=', ticket.id)
    .where('status', '<>', 'closed')
    .execute()
  return true
}

/** Makes free what a helper holds who is no more: `holder` as in the audit log. Run it in a transaction. */
export async function releaseTickets(trx: Db, holder: string): Promise<void> {
  const held = () => trx.updateTable('support_requests').where('holder', '=', holder)
  await held().set({ status: 'waiting', holder: null }).where('status', '=', 'taken').execute()
  await held().set({ holder: null }).where('status', '=', 'answered').execute()
}
