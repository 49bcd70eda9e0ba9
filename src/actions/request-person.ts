import { z } from 'zod'
import { fill } from '../core/fill.ts'
import type { Action } from '../engine/action.ts'
import type { UnitId } from '../staff/member.ts'
import { prepareTicket, sayOpened } from '../support/open-ticket.ts'
import type { TicketId } from '../support/ticket.ts'
import { type ActionDeps, communeOf } from './deps.ts'
import { payloadAtDesk } from './desk-turn.ts'
import { type StaffNotice, tellStaff } from './tell-staff.ts'

/**
 * Hands over to staff: opens a ticket with what the person asked last, and says honestly when somebody is there. Staff
 * of the unit are told of a new one; what is added to an open one they find there.
 */
export function requestPerson({ db, desk, ids }: ActionDeps): Action {
  function notice(unit: UnitId, code: string, question: string | null): Pick<StaffNotice, 'unit' | 'message'> {
    const { staff } = desk.texts
    const text = fill(staff.new, { code, unit: desk.units.nameOf(unit), question: question ?? staff.no_question })
    const take = { type: 'reply', label: fill(staff.take, { code }), payload: payloadAtDesk(`nhan ${code}`) } as const
    return { unit, message: { type: 'text', text, choices: [take] } }
  }

  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    async run(_params, context) {
      const { contact, now, lastQuestion: question, province } = context
      const unit = communeOf(context) ?? province
      const id = ids.next() as TicketId
      const opened = await prepareTicket(db, desk, { id, contact, unit, question, now })
      const told = { ...notice(unit, opened.code, question), key: `ticket-${id}`, now }
      return {
        outcome: 'done',
        messages: [sayOpened(desk, opened, { unit, now })],
        writes: opened.type === 'opened' ? [opened.write, (trx) => tellStaff(trx, desk, told)] : [opened.write],
        handedOver: true,
      }
    },
  }
}
