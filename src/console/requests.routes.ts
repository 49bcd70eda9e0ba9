import { randomUUID } from 'node:crypto'
import { type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { type AccountId, accountOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { closeTicket } from '../support/close-ticket.ts'
import type { SupportDesk } from '../support/desk.ts'
import { findEntries, findTicket, listOpenTickets } from '../support/ticket.store.ts'
import type { Helper, TicketId } from '../support/ticket.ts'
import { replyToTicket, takeTicket } from '../support/work-on-ticket.ts'
import { recordAudit } from './audit.store.ts'
import { formField, type Guard } from './guard.ts'
import { renderRequests } from './pages/requests.ts'
import type { SendPage } from './send-page.ts'
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

/** Who asked for a person: listed with all that was said (which the audit log keeps), taken, answered and closed. */
export function createRequestsRoutes(options: RequestsOptions): Router {
  const { db, support, clock, texts, guard, send } = options
  const { sealer } = support
  const admin: Helper = { id: 'admin', name: support.texts.console_name }
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const now = clock.now()
      const tickets = await listOpenTickets(db, sealer, { units: 'all', limit: REQUESTS_A_PAGE })
      const ids = tickets.map((ticket) => ticket.id)
      const entries = await findEntries(db, sealer, ids)
      if (tickets.length > 0)
        await recordAudit(db, {
          at: now,
          actor: admin.id,
          action: 'requests_viewed',
          subject: 'support',
          detail: String(tickets.length),
        })
      const requests = tickets.map((ticket) => ({ ticket, entries: entries.get(ticket.id) ?? [] }))
      const { notices } = texts.requests
      const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
      const page = renderRequests({
        texts,
        session,
        requests,
        notice: said ? notices[said] : null,
        now,
        formKey: randomUUID(),
        unitName: (unit) => support.units.nameOf(unit),
      })
      await send.page(response, session, 'requests', page)
    }),
  )

  router.post(
    '/:id/take',
    guard.act(async (request, response) => {
      const id = request.params.id as TicketId
      const take = { id, helper: admin, now: clock.now() }
      show(response, await db.transaction().execute((trx) => takeTicket(trx, support, take)))
    }),
  )

  router.post(
    '/:id/reply',
    guard.act(async (request, response) => {
      const id = request.params.id as TicketId
      const text = (formField(request, 'text') ?? '').replaceAll('\r\n', '\n').trim().slice(0, MAX_REPLY_CHARS)
      const key = (formField(request, 'key') ?? '').slice(0, 64)
      if (text === '' || key === '') return show(response, 'empty')
      const now = clock.now()
      const reply = { id, helper: admin, text, key, now }
      const outcome = await db.transaction().execute((trx) => replyToTicket(trx, support, reply))
      if (outcome.type === 'answered') await wakeFor(id)
      show(response, outcome.type === 'answered' && outcome.dueAt > now ? 'answer_held' : outcome.type)
    }),
  )

  router.post(
    '/:id/close',
    guard.act(async (request, response) => {
      const id = request.params.id as TicketId
      const close = { id, by: admin, now: clock.now() }
      const outcome = await db.transaction().execute((trx) => closeTicket(trx, support, close))
      if (outcome === 'done') await wakeFor(id)
      show(response, outcome)
    }),
  )

  function show(response: Response, notice: Notice): void {
    response.redirect(303, `/console/requests?notice=${notice}`)
  }

  async function wakeFor(id: TicketId): Promise<void> {
    const ticket = await findTicket(db, sealer, { id })
    if (ticket) options.wake(accountOf(ticket.contact))
  }

  return router
}
