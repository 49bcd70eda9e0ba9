import type { ContactId } from '../core/ids.ts'
import { accountOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitId } from '../staff/member.ts'
import { findOpenTicket, findTicket, insertEntry } from './ticket.store.ts'
import type { Ticket, TicketId, TicketLevel } from './ticket.ts'
import { ticketCodesOf } from './ticket-code.ts'

/** A request with what follows from its unit. */
export interface PlacedRequest {
  readonly id: TicketId
  readonly contact: ContactId
  readonly unit: UnitId | null
  readonly level: TicketLevel
  readonly question: string | null
  readonly now: number
  readonly dueAt: number | null
}

/** A ticket was opened, or the request went to the one that is open; `repeated`: it was recorded before. */
export interface OpenedTicket {
  readonly type: 'opened' | 'added' | 'repeated'
  readonly code: string
}

/** Adds a request to the contact's open ticket, or opens one. Run it in a transaction. */
export async function addRequest(trx: Db, sealer: Sealer, request: PlacedRequest): Promise<OpenedTicket> {
  const open = await findOpenTicket(trx, sealer, request.contact)
  const before = open ?? (await ticketOfEntry(trx, sealer, request.id))
  if (!before) return { type: 'opened', code: await insertTicket(trx, sealer, request) }
  const entry = { id: request.id, ticket: before.id, author: 'citizen', actor: null } as const
  if (!open || !(await insertEntry(trx, sealer, { ...entry, text: request.question, at: request.now })))
    return { type: 'repeated', code: before.code }
  await reopen(trx, sealer, open, request)
  return { type: 'added', code: open.code }
}

/** The first code of a new ticket that no other has. */
export async function chooseCode(db: Db, id: TicketId): Promise<string> {
  const codes = ticketCodesOf(id)
  const rows = await db.selectFrom('support_requests').select('code').where('code', 'in', codes).execute()
  const taken = new Set(rows.map((row) => row.code))
  const free = codes.find((code) => !taken.has(code))
  if (!free) throw new Error('every code that the ticket could have is taken')
  return free
}

async function ticketOfEntry(db: Db, sealer: Sealer, id: string): Promise<Ticket | undefined> {
  const entry = await db.selectFrom('support_entries').select('request_id').where('id', '=', id).executeTakeFirst()
  return entry && findTicket(db, sealer, { id: entry.request_id })
}

async function insertTicket(trx: Db, sealer: Sealer, request: PlacedRequest): Promise<string> {
  const code = await chooseCode(trx, request.id)
  await trx
    .insertInto('support_requests')
    .values({
      id: request.id,
      code,
      contact_id: request.contact,
      account_id: accountOf(request.contact),
      unit: request.unit,
      level: request.level,
      sealed_question: request.question === null ? null : sealer.seal(request.question),
      created_at: request.now,
      due_at: request.dueAt,
    })
    .execute()
  await insertEntry(trx, sealer, {
    id: request.id,
    ticket: request.id,
    author: 'citizen',
    actor: null,
    text: request.question,
    at: request.now,
  })
  return code
}

/** The newest question stands on the ticket; one that was answered is due again, for whoever answered it. */
async function reopen(trx: Db, sealer: Sealer, open: Ticket, { question, dueAt }: PlacedRequest): Promise<void> {
  const asked = question === null ? {} : { sealed_question: sealer.seal(question) }
  const again = { status: open.holder === null ? ('waiting' as const) : ('taken' as const), due_at: dueAt }
  const change = { ...asked, ...(open.status === 'answered' ? again : {}) }
  if (Object.keys(change).length === 0) return
  await trx.updateTable('support_requests').set(change).where('id', '=', open.id).execute()
}
