import { Router } from 'express'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/open.ts'
import type { SupportRequestId } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import { closeRequest, listOpenRequests } from '../support/support.store.ts'
import { recordAudit } from './audit.store.ts'
import type { Guard } from './guard.ts'
import { renderRequests } from './pages/requests.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'

const REQUESTS_A_PAGE = 100

export interface RequestsOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
}

/** Who asked for a person: listed with their question (which the audit log keeps), and closed once answered. */
export function createRequestsRoutes({ db, sealer, clock, texts, guard, send }: RequestsOptions): Router {
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const now = clock.now()
      const requests = await listOpenRequests(db, sealer, REQUESTS_A_PAGE)
      if (requests.length > 0)
        await recordAudit(db, {
          at: now,
          actor: 'admin',
          action: 'requests_viewed',
          subject: 'support',
          detail: String(requests.length),
        })
      const { closed, already_closed } = texts.requests
      const notice = request.query.closed === '1' ? closed : request.query.closed === '0' ? already_closed : null
      await send.page(response, session, 'requests', renderRequests({ texts, session, requests, notice, now }))
    }),
  )

  router.post(
    '/:id/close',
    guard.act(async (request, response) => {
      const id = String(request.params.id) as SupportRequestId
      const now = clock.now()
      const closed = await db.transaction().execute(async (trx) => {
        const done = await closeRequest(trx, id, now)
        if (done)
          await recordAudit(trx, { at: now, actor: 'admin', action: 'request_closed', subject: `support:${id}` })
        return done
      })
      response.redirect(303, `/console/requests?closed=${closed ? 1 : 0}`)
    }),
  )

  return router
}
