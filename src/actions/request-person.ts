import { z } from 'zod'
import { MINUTE_MS } from '../core/durations.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import type { Message } from '../core/messages.ts'
import type { Action } from '../engine/action.ts'
import type { UnitId } from '../staff/member.ts'
import type { SupportDesk } from '../support/desk.ts'
import { addWords, prepareTicket, sayOpened } from '../support/open-ticket.ts'
import { findOpenTicket } from '../support/ticket.store.ts'
import type { TicketId } from '../support/ticket.ts'
import { type ActionDeps, communeOf } from './deps.ts'
import { payloadAtDesk } from './desk-turn.ts'
import { type StaffNotice, tellStaff } from './tell-staff.ts'

/** The action that hears what is wanted, for so long, where a person was asked for without saying why. */
const LISTENER = 'add_to_request'
const LISTENS_MS = 15 * MINUTE_MS

/**
 * Hands over to staff: opens a ticket with what the person asked last, and says honestly when somebody is there. Staff
 * of the unit are told of a new one; what is added to an open one they find there. Who asked nothing is asked for it, and
 * what they write next is added.
 */
export function requestPerson({ db, desk, ids }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    async run(_params, context) {
      const { contact, now, lastQuestion: question, province } = context
      const unit = communeOf(context) ?? province
      const id = ids.next() as TicketId
      const opened = await prepareTicket(db, desk, { id, contact, unit, question, now })
      const { staff, opened: says } = desk.texts
      const told = { ...notice(desk, staff.new, { unit, code: opened.code, question }), key: `ticket-${id}`, now }
      const said = sayOpened(desk, opened, { unit, now })
      return {
        outcome: 'done',
        messages: [question === null ? withLine(said, says.ask) : said],
        writes: opened.type === 'opened' ? [opened.write, (trx) => tellStaff(trx, desk, told)] : [opened.write],
        handedOver: true,
        listens: question === null ? { action: LISTENER, until: now + LISTENS_MS } : null,
      }
    },
  }
}

const added = z.strictObject({ text: z.string().min(1) })

/** Adds what the person writes to their open ticket, for staff to read; these are told once. */
export function addToRequest({ db, desk, ids }: Pick<ActionDeps, 'db' | 'desk' | 'ids'>): Action {
  return {
    params: added,
    outcomes: ['added', 'none'],
    gives: [],
    async run(given, { contact, now, province }) {
      const { text } = added.parse(given)
      const open = await findOpenTicket(db, desk.sealer, contact)
      if (!open) return { outcome: 'none', listens: null }
      const { code, id } = open
      const unit = open.unit ?? province
      const told = { ...notice(desk, desk.texts.staff.told, { unit, code, question: text }), key: `told-${id}`, now }
      const key = ids.next()
      return {
        outcome: 'added',
        messages: [{ type: 'text', text: fill(desk.texts.opened.more, { code }) }],
        writes: [
          async (trx) => {
            if (!(await addWords(trx, desk, { contact, key, text, now }))) throw new ChangedMeanwhile(`support:${id}`)
            await tellStaff(trx, desk, told)
          },
        ],
      }
    },
  }
}

/** What staff of a unit are told of a ticket, with a button to take it. */
function notice(
  { texts: { staff }, units }: SupportDesk,
  text: string,
  { unit, code, question }: { readonly unit: UnitId; readonly code: string; readonly question: string | null },
): Pick<StaffNotice, 'unit' | 'message'> {
  const said = fill(text, { code, unit: units.nameOf(unit), question: question ?? staff.no_question })
  const take = { type: 'reply', label: fill(staff.take, { code }), payload: payloadAtDesk(`nhan ${code}`) } as const
  return { unit, message: { type: 'text', text: said, choices: [take] } }
}

function withLine(message: Message, line: string): Message {
  return message.type === 'text' ? { ...message, text: `${message.text}\n${line}` } : message
}
