import { HOUR_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { dueAfter } from './deadline.ts'
import type { SupportDesk } from './desk.ts'
import { endSilence } from './silence.ts'
import { findTicket, isOpen } from './ticket.store.ts'
import { levelAbove, type Ticket, type TicketId } from './ticket.ts'

const TICKETS_A_RUN = 100

/**
 * Takes tickets that were not answered in their time away from whoever held them and passes them up; gives how many. At
 * the top they stay, due anew. May run in several processes at once, and as often as one likes.
 */
export async function escalateOverdue(db: Db, desk: SupportDesk, now: number): Promise<number> {
  await setMissingDeadlines(db, desk)
  const overdue = await db
    .selectFrom('support_requests')
    .select('id')
    .where(isOpen())
    .where('status', 'in', ['waiting', 'taken'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(TICKETS_A_RUN)
    .execute()
  let passedUp = 0
  for (const { id } of overdue) if (await db.transaction().execute((trx) => passUp(trx, desk, id, now))) passedUp += 1
  return passedUp
}

/** Closes answered tickets to which nothing more came; gives how many. */
export async function closeSettled(db: Db, { rules }: SupportDesk, now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('support_requests')
    .set({ status: 'closed', closed_at: now, closed_by: 'system' })
    .where(isOpen())
    .where('status', '=', 'answered')
    .where('answered_at', '<=', now - rules.closes_after_hours * HOUR_MS)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

async function passUp(trx: Db, desk: SupportDesk, id: TicketId, now: number): Promise<boolean> {
  const ticket = await findTicket(trx, desk.sealer, { id })
  if (!ticket || !isOverdue(ticket, now)) return false
  const level = levelAbove(ticket.level)
  const { numUpdatedRows } = await trx
    .updateTable('support_requests')
    .set({ status: 'waiting', holder: null, level, due_at: dueAfter(desk, now, level, ticket.unit) })
    .where('id', '=', id)
    .where('due_at', '=', ticket.dueAt)
    .where('status', '=', ticket.status)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  // Without a holder, whoever made the assistant silent is none of ours.
  if (ticket.holder !== null) await endSilence(trx, ticket.contact)
  const detail = ticket.holder === null ? level : `${level} ${ticket.holder}`
  await recordStaffAudit(trx, {
    at: now,
    actor: 'system',
    action: 'ticket_escalated',
    subject: `support:${id}`,
    detail,
  })
  return true
}

function isOverdue(ticket: Ticket, now: number): boolean {
  return ticket.dueAt !== null && ticket.dueAt <= now && (ticket.status === 'waiting' || ticket.status === 'taken')
}

/** Requests that were recorded without a deadline have one from their own time on. */
async function setMissingDeadlines(db: Db, desk: SupportDesk): Promise<void> {
  const rows = await db
    .selectFrom('support_requests')
    .select(['id', 'created_at', 'level', 'unit'])
    .where(isOpen())
    .where('status', 'in', ['waiting', 'taken'])
    .where('due_at', 'is', null)
    .limit(TICKETS_A_RUN)
    .execute()
  for (const row of rows)
    await db
      .updateTable('support_requests')
      .set({ due_at: dueAfter(desk, row.created_at, row.level, row.unit) })
      .where('id', '=', row.id)
      .where('due_at', 'is', null)
      .execute()
}
