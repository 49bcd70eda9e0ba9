import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { prepareTicket, sayOpened } from '../support/open-ticket.ts'
import type { TicketId } from '../support/ticket.ts'
import { type ActionDeps, communeOf } from './deps.ts'

/** Hands over to staff: opens a ticket with what the person asked last, and says honestly when somebody is there. */
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
      return {
        outcome: 'done',
        messages: [sayOpened(desk, opened, { unit, now })],
        writes: [opened.write],
        handedOver: true,
      }
    },
  }
}
