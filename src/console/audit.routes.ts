import { type Request, Router } from 'express'
import { DAY_MS } from '../core/durations.ts'
import { instantOf, readDay } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { everyStaffName } from '../staff/staff.store.ts'
import type { Units } from '../staff/units.ts'
import { listAudit } from './audit-log.store.ts'
import type { Guard } from './guard.ts'
import { renderAudit } from './pages/audit.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'

const LINES_A_PAGE = 50

export interface AuditOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly units: Units
}

/** Who did what and when, to be read and nothing else: newest first, by deed, by who did it, by day. */
export function createAuditRoutes({ db, sealer, texts, guard, send, units }: AuditOptions): Router {
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const typed = { action: asked(request, 'action'), actor: asked(request, 'actor'), day: asked(request, 'day') }
      const before = asked(request, 'before')
      const day = typed.day === '' ? undefined : readDay(typed.day)
      if (day === null) response.status(400)
      const found =
        day === null
          ? []
          : await listAudit(
              db,
              {
                action: typed.action || undefined,
                actor: typed.actor || undefined,
                period: day === undefined ? undefined : { from: instantOf(day, 0), until: instantOf(day, 0) + DAY_MS },
                before: /^\d{1,15}$/.test(before) ? Number(before) : undefined,
              },
              LINES_A_PAGE + 1,
            )
      const lines = found.slice(0, LINES_A_PAGE)
      const page = renderAudit({
        texts,
        units,
        lines,
        olderThan: found.length > lines.length ? (lines.at(-1)?.id ?? null) : null,
        isFirst: before === '',
        names: new Map([...Object.entries(texts.audit.actors), ...(await everyStaffName(db, sealer))]),
        typed,
        wrongDay: day === null,
      })
      await send.page(response, session, 'audit', page)
    }),
  )

  return router
}

/** A field of the address, as text; empty where there is none. */
function asked({ query }: Request, name: string): string {
  const value = query[name]
  return typeof value === 'string' ? value.trim() : ''
}
