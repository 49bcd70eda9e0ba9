import { Router } from 'express'
import { CONSOLE, CONSOLE_ENTRY } from '../actions/staff-links.ts'
import { type Clock, vietnamTime } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { isSameOrigin } from '../http/browser/same-origin.ts'
import { actorOf, type StaffMember } from '../staff/member.ts'
import { findPageLink, usePageLink } from '../staff/page-link.store.ts'
import { findStaff } from '../staff/staff.store.ts'
import { recordAudit } from './audit.store.ts'
import { renderEntry } from './pages/login.ts'
import type { SendPage } from './send-page.ts'
import type { Sessions } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

export interface EntryOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly sessions: Sessions
  readonly send: SendPage
  readonly publicUrl: string
}

/**
 * Where a link from chat lets a member of staff in. Opening it only shows a button, for platforms open every link that is
 * sent; the button uses it up. What keeps others out is the link itself; that the button was pressed on our own page keeps
 * other sites from making somebody work under another's name.
 */
export function createEntryRoutes(options: EntryOptions): Router {
  const { db, sealer, clock, texts, sessions, send, publicUrl } = options
  const router = Router()

  router.get(`${CONSOLE_ENTRY}/:token`, async (request, response) => {
    const link = await findPageLink(db, request.params.token, 'console', clock.now())
    if (!link) return send.problem(response, 'link_gone')
    const { heading, text } = texts.entry
    await send.bare(response, heading, renderEntry(texts, fill(text, { until: vietnamTime(link.expiresAt) })))
  })

  router.post(`${CONSOLE_ENTRY}/:token`, async (request, response) => {
    if (!isSameOrigin(request, publicUrl)) return send.problem(response, 'refused')
    const member = await enter(request.params.token)
    if (!member) return send.problem(response, 'link_gone')
    await sessions.start(response, { role: 'staff', member })
    response.redirect(303, CONSOLE)
  })

  /** Uses a link up; null for one that is not good, or whose member is of the staff no more. */
  function enter(token: string): Promise<StaffMember | null> {
    return db.transaction().execute(async (trx) => {
      const now = clock.now()
      const link = await usePageLink(trx, token, 'console', now)
      if (!link) return null
      const member = await findStaff(trx, sealer, link.staff)
      const entry = { at: now, actor: actorOf({ id: link.staff }), subject: 'console' }
      await recordAudit(trx, { ...entry, action: member ? 'login' : 'login_failed' })
      return member ?? null
    })
  }

  return router
}
