import { vietnamDateTime } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { actorOf, type StaffMember } from '../staff/member.ts'
import type { SupportDesk } from './desk.ts'
import { listOpenTickets } from './ticket.store.ts'
import { isTheirs, type Ticket } from './ticket.ts'
import type { SupportTurn } from './turn.ts'

const READ = 100
const SHOWN = 5
const QUESTION_CHARS = 160

/** The open tickets of a member's units, oldest first, those that are theirs to deal with; who looked is written down. */
export async function listWaiting(db: Db, desk: SupportDesk, member: StaffMember, now: number): Promise<SupportTurn> {
  const { staff } = desk.texts
  const open = await listOpenTickets(db, desk.sealer, { units: desk.units.within(member.unit), limit: READ })
  const theirs = open.filter((ticket) => isTheirs(member, ticket))
  const [first] = theirs
  if (!first) return { messages: [{ type: 'text', text: staff.none_waiting }], writes: [] }
  const more = theirs.length - SHOWN
  const parts = [
    fill(staff.waiting, { count: String(theirs.length) }),
    ...theirs.slice(0, SHOWN).map((ticket) => describe(desk, ticket, actorOf(member))),
    ...(more > 0 ? [fill(staff.more, { count: String(more) })] : []),
    fill(staff.how, { code: first.code }),
  ]
  const look = {
    at: now,
    actor: actorOf(member),
    action: 'tickets_listed' as const,
    subject: 'support',
    detail: String(Math.min(theirs.length, SHOWN)),
  }
  return { messages: [{ type: 'text', text: parts.join('\n\n') }], writes: [(trx) => recordStaffAudit(trx, look)] }
}

function describe({ texts: { staff }, units }: SupportDesk, ticket: Ticket, actor: string): string {
  return fill(staff.ticket, {
    code: ticket.code,
    unit: ticket.unit === null ? '' : units.nameOf(ticket.unit),
    state: stateOf(staff.states, ticket, actor),
    since: vietnamDateTime(ticket.createdAt),
    question: ticket.question === null ? staff.no_question : shortened(ticket.question),
  })
}

function stateOf(states: SupportDesk['texts']['staff']['states'], ticket: Ticket, actor: string): string {
  if (ticket.status === 'waiting') return states.waiting
  if (ticket.status === 'answered') return states.answered
  return ticket.holder === actor ? states.mine : states.held
}

function shortened(text: string): string {
  return text.length > QUESTION_CHARS ? `${text.slice(0, QUESTION_CHARS).trimEnd()}…` : text
}
