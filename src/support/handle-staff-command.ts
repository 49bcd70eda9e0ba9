import { vietnamDate, vietnamTime } from '../core/clock.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { prepareLink } from '../staff/link.ts'
import { actorOf, type StaffMember } from '../staff/member.ts'
import { findStaffByContact } from '../staff/staff.store.ts'
import { closeOutcome, closeTicket } from './close-ticket.ts'
import { afterNight } from './deadline.ts'
import type { SupportDesk } from './desk.ts'
import { listWaiting } from './list-waiting.ts'
import { readStaffCommand, type StaffCommand } from './read-staff-command.ts'
import { findTicket } from './ticket.store.ts'
import { type Helper, helperOf, isInReach, isOfLevel, type Ticket } from './ticket.ts'
import type { SupportTurn } from './turn.ts'
import { replyToTicket, takeOutcome, takeTicket } from './work-on-ticket.ts'

export interface StaffWords {
  readonly contact: ContactId
  readonly text: string
  /** Names the words, such as `r12` of the inbox: the same reply goes out once. */
  readonly key: string
  /** UTC ms. */
  readonly now: number
}

/** The turn of someone who types a command of staff, or the code that makes them staff; null for everyone else. */
export async function staffTurn(db: Db, desk: SupportDesk, words: StaffWords): Promise<SupportTurn | null> {
  const command = readStaffCommand(words.text)
  if (command === null) return null
  if (command.type === 'link') return handleLink(db, desk, command.code, words)
  const member = await findStaffByContact(db, desk.sealer, words.contact)
  return member ? handleStaffCommand(db, desk, { member, command, key: words.key, now: words.now }) : null
}

/** Decides what a member's command comes to. Tickets of other units are refused, which is written down. */
async function handleStaffCommand(
  db: Db,
  desk: SupportDesk,
  asked: { member: StaffMember; command: Exclude<StaffCommand, { type: 'link' }>; key: string; now: number },
): Promise<SupportTurn> {
  const { member, command, now } = asked
  if (command.type === 'list') return listWaiting(db, desk, member, now)
  const { staff } = desk.texts
  const { code } = command
  const ticket = await findTicket(db, desk.sealer, { code })
  if (!ticket) return say(fill(staff.not_found, { code }))
  const subject = `support:${ticket.id}`
  if (!isInReach(desk.units, member, ticket)) {
    const refusal = {
      at: now,
      actor: actorOf(member),
      action: 'ticket_refused' as const,
      subject,
      detail: command.type,
    }
    return say(fill(staff.not_found, { code }), (trx) => recordStaffAudit(trx, refusal))
  }
  if (!isOfLevel(member, ticket)) return say(fill(staff.passed_up, { code }))
  const helper = helperOf(desk.units, member)
  switch (command.type) {
    case 'take':
      return take(desk, ticket, helper, now)
    case 'reply':
      return reply(desk, ticket, helper, { text: command.text, key: asked.key, now })
    case 'close':
      return close(desk, ticket, helper, now)
  }
}

function take(desk: SupportDesk, ticket: Ticket, helper: Helper, now: number): SupportTurn {
  const { id, code } = ticket
  const outcome = takeOutcome(ticket, helper)
  if (outcome === 'unknown') return say(fill(desk.texts.staff.not_found, { code }))
  return say(fill(desk.texts.staff[outcome], { code }), async (trx) => {
    if ((await takeTicket(trx, desk, { id, helper, now })) !== outcome) throw new ChangedMeanwhile(`support:${id}`)
  })
}

function reply(
  desk: SupportDesk,
  ticket: Ticket,
  helper: Helper,
  { text, key, now }: { text: string; key: string; now: number },
): SupportTurn {
  const { staff } = desk.texts
  const { id, code } = ticket
  if (text === '') return say(fill(staff.empty_reply, { code }))
  const may = takeOutcome(ticket, helper)
  if (may === 'held' || may === 'closed') return say(fill(staff[may], { code }))
  const dueAt = afterNight(desk.rules, now)
  const said = dueAt === now ? fill(staff.answered, { code }) : fill(staff.answer_held, { code, ...whenSaid(dueAt) })
  return say(said, async (trx) => {
    const { type } = await replyToTicket(trx, desk, { id, helper, text, key, now })
    if (type !== 'answered' && type !== 'repeated') throw new ChangedMeanwhile(`support:${id}`)
  })
}

function close(desk: SupportDesk, ticket: Ticket, helper: Helper, now: number): SupportTurn {
  const { staff } = desk.texts
  const { id, code } = ticket
  const mine = takeOutcome(ticket, helper)
  if (mine === 'held') return say(fill(staff.held, { code }))
  const outcome = closeOutcome(ticket)
  if (outcome === 'unknown') return say(fill(staff.not_found, { code }))
  return say(fill(staff[outcome], { code }), async (trx) => {
    if ((await closeTicket(trx, desk, { id, by: helper, now })) !== outcome) throw new ChangedMeanwhile(`support:${id}`)
  })
}

async function handleLink(db: Db, desk: SupportDesk, code: string, { contact, now }: StaffWords): Promise<SupportTurn> {
  const { staff } = desk.texts
  const { outcome, write } = await prepareLink(db, desk.sealer, { contact, code, now })
  switch (outcome.type) {
    case 'linked':
      return say(fill(staff.linked, { name: outcome.member.name, unit: desk.units.nameOf(outcome.member.unit) }), write)
    case 'already_linked':
      return say(fill(staff.already_linked, { name: outcome.member.name }))
    case 'wrong':
      return say(fill(staff.wrong_code, { count: String(outcome.triesLeft) }), write)
    case 'locked':
      return say(fill(staff.locked, whenSaid(outcome.until)), write)
  }
}

function whenSaid(instant: number): { time: string; date: string } {
  return { time: vietnamTime(instant), date: vietnamDate(instant) }
}

function say(text: string, ...writes: SupportTurn['writes']): SupportTurn {
  return { messages: [{ type: 'text', text }], writes }
}
