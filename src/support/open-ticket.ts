import { sayOpening } from '../calendar/say-opening.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import type { UnitId } from '../staff/member.ts'
import { dueAfter } from './deadline.ts'
import type { SupportDesk } from './desk.ts'
import { addRequest, chooseCode, type OpenedTicket } from './request.store.ts'
import { findOpenTicket } from './ticket.store.ts'
import type { TicketId } from './ticket.ts'

/** Somebody asks for a person. */
export interface TicketRequest {
  /** A new id for each request: the same one changes nothing the second time. */
  readonly id: TicketId
  readonly contact: ContactId
  /** Whose citizen asks: their commune where it is known, else the account's province. */
  readonly unit: UnitId
  readonly question: string | null
  /** UTC ms. */
  readonly now: number
}

/**
 * Opens a ticket, or adds the question to the contact's open one; an answered one then waits for an answer again. Run it
 * in a transaction.
 */
export function openTicket(trx: Db, desk: SupportDesk, request: TicketRequest): Promise<OpenedTicket> {
  const level = desk.units.isCommune(request.unit) ? 'commune' : 'officer'
  const dueAt = dueAfter(desk, request.now, level, request.unit)
  return addRequest(trx, desk.sealer, { ...request, level, dueAt })
}

/**
 * What `openTicket` is going to do, for a turn that must say it before it is written. `write` throws when something else
 * has come of it meanwhile.
 */
export async function prepareTicket(
  db: Db,
  desk: SupportDesk,
  request: TicketRequest,
): Promise<OpenedTicket & { readonly write: (trx: Db) => Promise<void> }> {
  const open = await findOpenTicket(db, desk.sealer, request.contact)
  const code = open?.code ?? (await chooseCode(db, request.id))
  return {
    type: open ? 'added' : 'opened',
    code,
    async write(trx) {
      if ((await openTicket(trx, desk, request)).code !== code) throw new ChangedMeanwhile(`support:${request.id}`)
    },
  }
}

/** What the citizen reads of it: the code, and from when on somebody is there. */
export function sayOpened(
  desk: SupportDesk,
  opened: OpenedTicket,
  { unit, now }: Pick<TicketRequest, 'unit' | 'now'>,
): Message {
  const { calendar, texts } = desk
  const province = desk.units.provinceOf(unit)
  if (!calendar.isOpen(now, province)) {
    const opening = sayOpening(calendar.nextOpening(now, province), desk.calendarTexts)
    return { type: 'text', text: fill(texts.opened.closed, { code: opened.code, opening }) }
  }
  const text = opened.type === 'added' ? texts.opened.added : texts.opened.open
  return { type: 'text', text: fill(text, { code: opened.code }) }
}

/**
 * Keeps what a person writes while staff deal with their ticket, for these to read; false when they have no open one.
 * `key` names the words, such as `r12` of the inbox. Run it in a transaction.
 */
export async function addWords(
  trx: Db,
  desk: SupportDesk,
  words: { contact: ContactId; key: string; text: string; now: number },
): Promise<boolean> {
  const open = await findOpenTicket(trx, desk.sealer, words.contact)
  if (!open) return false
  const dueAt = dueAfter(desk, words.now, open.level, open.unit)
  const request = { id: words.key as TicketId, contact: words.contact, question: words.text, now: words.now }
  await addRequest(trx, desk.sealer, { ...request, unit: open.unit, level: open.level, dueAt })
  return true
}
