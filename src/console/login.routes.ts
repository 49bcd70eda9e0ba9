import { type Request, type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { Db } from '../db/open.ts'
import { AttemptWindow } from '../http/browser/attempt-window.ts'
import { networkOf } from '../http/browser/network.ts'
import { isSameOrigin } from '../http/browser/same-origin.ts'
import { actorAt } from './access.ts'
import type { AdminPassword } from './admin-password.ts'
import { type AuditAction, recordAudit } from './audit.store.ts'
import { formField, type Guard, LOGIN_PATH } from './guard.ts'
import { renderLogin } from './pages/login.ts'
import type { SendPage } from './send-page.ts'
import type { Session, Sessions } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

const MAX_FAILURES = 5
const FAILURE_WINDOW_MS = 15 * 60_000

export interface LoginOptions {
  readonly db: Db
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly sessions: Sessions
  /** Of everybody who is logged in. */
  readonly guard: Guard
  readonly send: SendPage
  readonly publicUrl: string
  readonly password: AdminPassword
}

/**
 * Login and logout. An address that failed five times within a quarter of an hour must wait; each process counts for
 * itself. The session gets a new id at login, so that none that was planted before is worth anything.
 */
export function createLoginRoutes(options: LoginOptions): Router {
  const { db, clock, texts, sessions, guard, send, password } = options
  const failures = new AttemptWindow({ clock, max: MAX_FAILURES, windowMs: FAILURE_WINDOW_MS })

  const audit = (action: AuditAction, actor = 'admin') =>
    recordAudit(db, { at: clock.now(), actor, action, subject: 'console' })
  const showForm = (response: Response, session: Session, problem: string | null) =>
    send.bare(response, texts.login.heading, renderLogin(texts, session, problem))

  async function login(request: Request, response: Response): Promise<void> {
    const session = await sessions.read(request)
    const own = session !== null && sessions.isOwnForm(session, formField(request, 'csrf'))
    if (!own || !isSameOrigin(request, options.publicUrl))
      return showForm(response.status(403), await sessions.start(response, { role: 'guest' }), texts.login.expired)
    const address = networkOf(request.ip ?? '')
    const waitSeconds = failures.waitSeconds(address)
    if (waitSeconds > 0) {
      const minutes = String(Math.ceil(waitSeconds / 60))
      response.status(429).set('Retry-After', String(waitSeconds))
      return showForm(response, session, fill(texts.login.too_many, { minutes }))
    }
    // Counted before the check: tries made at the same time must not all pass.
    failures.record(address)
    if (!(await password.isRight(formField(request, 'password') ?? ''))) {
      await audit('login_failed')
      return showForm(response.status(401), session, texts.login.wrong)
    }
    failures.forget(address)
    await audit('login')
    await sessions.start(response, { role: 'admin' })
    response.redirect(303, '/console')
  }

  const router = Router()
  router.get('/login', async (request, response) => {
    const session = await sessions.read(request)
    if (session && session.role !== 'guest') response.redirect(303, '/console')
    else {
      const over = request.query.ended === undefined ? null : texts.login.session_over
      await showForm(response, session ?? (await sessions.start(response, { role: 'guest' })), over)
    }
  })
  router.post('/login', login)
  router.post(
    '/logout',
    guard.act(async (_request, response, session) => {
      await sessions.end(response, session)
      await audit('logout', actorAt(session))
      response.redirect(303, LOGIN_PATH)
    }),
  )
  return router
}
