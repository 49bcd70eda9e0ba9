import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitId } from '../staff/member.ts'
import type {} from './support.schema.ts'
import type { Ticket, TicketId } from './ticket.ts'

/** The condition of the index on open tickets in its own words: SQLite would not use the index otherwise. */
export function isOpen(): RawBuilder<SqlBool> {
  return sql`status <> 'closed'`
}

/** One thing that was said about a ticket. */
export interface TicketEntry {
  readonly author: 'citizen' | 'staff'
  /** Who of the staff, as in the audit log. */
  readonly actor: string | null
  /** null when somebody asked for a person without saying why. */
  readonly text: string | null
  /** UTC ms. */
  readonly at: number
}

export interface NewEntry extends TicketEntry {
  /** Ours, unique: the same words are kept once. */
  readonly id: string
  readonly ticket: TicketId
}

/** The ticket of that id or code, or undefined. */
export async function findTicket(
  db: Db,
  sealer: Sealer,
  by: { readonly id: TicketId } | { readonly code: string },
): Promise<Ticket | undefined> {
  const tickets = db.selectFrom('support_requests').selectAll()
  const one = 'id' in by ? tickets.where('id', '=', by.id) : tickets.where('code', '=', by.code)
  const row = await one.executeTakeFirst()
  return row && ticketOf(sealer, row)
}

/** The one ticket of a person that is not closed, or undefined. */
export async function findOpenTicket(db: Db, sealer: Sealer, contact: ContactId): Promise<Ticket | undefined> {
  const row = await db
    .selectFrom('support_requests')
    .selectAll()
    .where('contact_id', '=', contact)
    .where(isOpen())
    .executeTakeFirst()
  return row && ticketOf(sealer, row)
}

/** Tickets that are not closed, oldest first: of all units, or of those named. */
export async function listOpenTickets(
  db: Db,
  sealer: Sealer,
  { units, limit }: { units: readonly UnitId[] | 'all'; limit: number },
): Promise<Ticket[]> {
  const open = db.selectFrom('support_requests').selectAll().where(isOpen())
  const ofUnits = units === 'all' ? open : open.where('unit', 'in', units)
  const rows = await ofUnits.orderBy('created_at').orderBy('id').limit(limit).execute()
  return rows.map((row) => ticketOf(sealer, row))
}

/** What was said about each of the tickets, in order. */
export async function findEntries(
  db: Db,
  sealer: Sealer,
  tickets: readonly TicketId[],
): Promise<Map<TicketId, TicketEntry[]>> {
  if (tickets.length === 0) return new Map()
  const rows = await db
    .selectFrom('support_entries')
    .selectAll()
    .where('request_id', 'in', tickets)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const entries = rows.map((row) => ({
    ticket: row.request_id,
    entry: {
      author: row.author,
      actor: row.actor,
      text: sealer.open(row.sealed_text) as string | null,
      at: row.at,
    },
  }))
  const byTicket = new Map<TicketId, TicketEntry[]>()
  for (const { ticket, entry } of entries) byTicket.set(ticket, [...(byTicket.get(ticket) ?? []), entry])
  return byTicket
}

/** Keeps what was said; false when it was kept before. */
export async function insertEntry(trx: Db, sealer: Sealer, entry: NewEntry): Promise<boolean> {
  const row = await trx
    .insertInto('support_entries')
    .values({
      id: entry.id,
      request_id: entry.ticket,
      author: entry.author,
      actor: entry.actor,
      sealed_text: sealer.seal(entry.text),
      at: entry.at,
    })
    .onConflict((oc) => oc.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

function ticketOf(sealer: Sealer, row: Selectable<Schema['support_requests']>): Ticket {
  return {
    id: row.id,
    code: row.code ?? '',
    contact: row.contact_id,
    unit: row.unit,
    question: row.sealed_question === null ? null : (sealer.open(row.sealed_question) as string),
    status: row.status,
    level: row.level,
    holder: row.holder,
    dueAt: row.due_at,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
    rating: row.rating,
  }
}
