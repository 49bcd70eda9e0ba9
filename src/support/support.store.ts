import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { addRequest } from './request.store.ts'
import { listOpenTickets } from './ticket.store.ts'
import type { TicketId } from './ticket.ts'

/**
 * Records that a person asked for a member of staff, where it is not known of whose unit they are: only the console shows
 * it. `openTicket` knows more. Run it in a transaction.
 */
export async function recordSupportRequest(
  db: Db,
  sealer: Sealer,
  request: { id: TicketId; contact: ContactId; question: string | null; at: number },
): Promise<void> {
  const { id, contact, question, at } = request
  await addRequest(db, sealer, { id, contact, question, now: at, unit: null, level: 'officer', dueAt: null })
}

/** Who waits for a person, longest first. */
export async function listOpenRequests(
  db: Db,
  sealer: Sealer,
  limit: number,
): Promise<{ id: TicketId; contact: ContactId; question: string | null; at: number }[]> {
  const tickets = await listOpenTickets(db, sealer, { units: 'all', limit })
  return tickets.map(({ id, contact, question, createdAt }) => ({ id, contact, question, at: createdAt }))
}
