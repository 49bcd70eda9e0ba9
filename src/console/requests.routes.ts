import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { type AccountId, accountOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { recordStaffAudit } from '../staff/audit.store.ts'
import { staffNames } from '../staff/staff.store.ts'
import { closeTicket } from '../support/close-ticket.ts'
import type { SupportDesk } from '../support/desk.ts'
import { findEntries, findTicket, listOpenTickets } from '../support/ticket.store.ts'
import { type Helper, helperOf, isInReach, isOfLevel, isTheirs, type Ticket, type TicketId } from '../support/ticket.ts'
import { replyToTicket, takeOutcome, takeTicket } from '../support/work-on-ticket.ts'
import { actorAt, type Who } from './access.ts'
import { recordAudit } from './audit.store.ts'
import { formField, type Guard } from './guard.ts'
import { type RequestsPage, renderRequests } from './pages/requests.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

const REQUESTS_A_PAGE = 100
const MAX_REPLY_CHARS = 2000

export interface RequestsOptions {
  readonly db: Db
  readonly support: SupportDesk
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  /** Something was put into the outbox for this account. */
  readonly wake: (account: AccountId) => void
}

type Notice = keyof ConsoleTexts['requests']['notices']
/** The notices of what was done, now or before. */
const DONE: readonly Notice[] = ['taken', 'yours', 'answered', 'answer_held', 'repeated', 'done', 'closed']

/** What becomes of a reply that is on its way. */
const SENT: readonly Notice[] = ['answered', 'repeated']

/**
 * Who asked for a person: listed with all that was said (which the audit log keeps), taken, answered and closed. Staff
 * deal with what is theirs in chat; any other ticket is to them as if it did not exist, and the try is written down.
 */
export function createRequestsRoutes(options: RequestsOptions): Router {
  const { db, support, clock, texts, guard, send } = options
  const { sealer, units } = support
  const consoleHelper: Helper = { id: actorAt({ role: 'admin' }), name: support.texts.console_name }
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const { notices } = texts.requests
      const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
      await showPage(response, session, said ?? null, null)
    }),
  )

  async function showPage(
    response: Response,
    session: SignedIn,
    said: Notice | null,
    unsent: RequestsPage['unsent'],
  ): Promise<void> {
    const now = clock.now()
    const tickets = await ticketsOf(session)
    const ids = tickets.map((ticket) => ticket.id)
    const entries = await findEntries(db, sealer, ids)
    if (tickets.length > 0)
      await recordAudit(db, {
        at: now,
        actor: actorAt(session),
        action: 'requests_viewed',
        subject: 'support',
        detail: String(tickets.length),
      })
    const requests = tickets.map((ticket) => ({ ticket, entries: entries.get(ticket.id) ?? [] }))
    const page = renderRequests({
      texts,
      session,
      requests,
      outcome: said && { text: texts.requests.notices[said], done: DONE.includes(said) },
      unsent,
      now,
      formKey: randomUUID(),
      names: await staffNames(db, sealer),
      unitName: (unit) => units.nameOf(unit),
    })
    await send.page(response, session, 'requests', page)
  }

  router.post(
    '/:id/take',
    onTicket(async (ticket, helper, _request, response) => {
      const take = { id: ticket.id, helper, now: clock.now() }
      show(response, await db.transaction().execute((trx) => takeTicket(trx, support, take)))
    }),
  )

  router.post(
    '/:id/reply',
    onTicket(async ({ id, contact }, helper, request, response, session) => {
      const text = (formField(request, 'text') ?? '').replaceAll('\r\n', '\n').trim().slice(0, MAX_REPLY_CHARS)
      const key = (formField(request, 'key') ?? '').slice(0, 64)
      if (text === '' || key === '') return show(response, 'empty')
      const now = clock.now()
      const reply = { id, helper, text, key, now }
      const outcome = await db.transaction().execute((trx) => replyToTicket(trx, support, reply))
      if (outcome.type === 'answered') options.wake(accountOf(contact))
      // What somebody else's deed kept from being sent is not thrown away.
      if (!SENT.includes(outcome.type))
        return showPage(response.status(409), session, outcome.type, { ticket: id, text })
      show(response, outcome.type === 'answered' && outcome.dueAt > now ? 'answer_held' : outcome.type)
    }),
  )

  router.post(
    '/:id/close',
    onTicket(async (ticket, helper, _request, response) => {
      const { id, contact } = ticket
      // The admin may close what somebody holds; a colleague of theirs may not.
      if (helper !== consoleHelper && takeOutcome(ticket, helper) === 'held') return show(response, 'held')
      const close = { id, by: helper, now: clock.now() }
      const outcome = await db.transaction().execute((trx) => closeTicket(trx, support, close))
      if (outcome === 'done') options.wake(accountOf(contact))
      show(response, outcome)
    }),
  )

  function show(response: Response, notice: Notice): void {
    response.redirect(303, `/console/requests?notice=${notice}`)
  }

  /** The deed of a form on a ticket, once it is sure that it is theirs. */
  function onTicket(
    deed: (
      ticket: Ticket,
      helper: Helper,
      request: Request,
      response: Response,
      session: SignedIn,
    ) => Promise<void> | void,
  ): RequestHandler {
    return guard.act(async (request, response, session) => {
      const ticket = await findTicket(db, sealer, { id: request.params.id as TicketId })
      if (session.role === 'admin')
        return ticket ? deed(ticket, consoleHelper, request, response, session) : show(response, 'unknown')
      const { member } = session
      if (!ticket || !isInReach(units, member, ticket)) {
        if (ticket) await noteRefusal(session, ticket)
        return send.problem(response, 'missing')
      }
      if (!isOfLevel(member, ticket)) {
        const text = formField(request, 'text') ?? ''
        if (text === '') return show(response, 'passed_up')
        return showPage(response.status(409), session, 'passed_up', { ticket: ticket.id, text })
      }
      await deed(ticket, helperOf(units, member), request, response, session)
    })
  }

  async function ticketsOf(who: Who): Promise<readonly Ticket[]> {
    if (who.role === 'admin') return listOpenTickets(db, sealer, { units: 'all', limit: REQUESTS_A_PAGE })
    const { member } = who
    const open = await listOpenTickets(db, sealer, { units: units.within(member.unit), limit: REQUESTS_A_PAGE })
    return open.filter((ticket) => isTheirs(member, ticket))
  }

  function noteRefusal(who: Who, { id }: Ticket): Promise<void> {
    const entry = { at: clock.now(), actor: actorAt(who), subject: `support:${id}`, detail: 'console' }
    return recordStaffAudit(db, { ...entry, action: 'ticket_refused' })
  }

  return router
}
