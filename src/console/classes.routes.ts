import { Router } from 'express'
import { CLASS_PAGES } from '../actions/classes/desk/class-links.ts'
import type { CheckInCodes } from '../classes/check-in-code.ts'
import { readFigures } from '../classes/figures.store.ts'
import { listComingDates } from '../classes/session.store.ts'
import type { Clock } from '../core/clock.ts'
import type { ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Units } from '../staff/units.ts'
import { actorAt, unitChoices } from './access.ts'
import { recordAudit } from './audit.store.ts'
import type { Guard } from './guard.ts'
import { renderClasses } from './pages/classes.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'

const DATES_A_PAGE = 100

export interface ClassesOptions {
  readonly db: Db
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly units: Units
  readonly provinces: readonly ProvinceId[]
  readonly checkIns: CheckInCodes
}

/** The classes of a province or commune: their dates to come, the posters for these, and figures. Staff see those of their unit. */
export function createClassesRoutes(options: ClassesOptions): Router {
  const { db, clock, texts, guard, send, units, checkIns } = options

  return Router().get(
    '/',
    guard.show(async (request, response, session) => {
      const choices = unitChoices(units, session, options.provinces)
      const named = request.query.unit ?? choices[0]?.id
      const unit = choices.find(({ id }) => id === named)?.id
      if (unit === undefined && named !== undefined) return send.problem(response, 'missing')
      const within = unit === undefined ? [] : units.within(unit)
      const communes = within.filter((one) => units.isCommune(one)) as readonly UnitCode[]
      const now = clock.now()
      const dates = await listComingDates(db, communes, { now, limit: DATES_A_PAGE })
      const shown = dates.map((date) => ({
        ...date,
        poster: `${CLASS_PAGES}/ap-phich/${checkIns.codeOf(date)}.pdf`,
        communeName: units.nameOf(date.commune),
      }))
      // Those of a whole province take seconds where there are a million sign-ups: the command line has them.
      const figures = unit !== undefined && units.isCommune(unit) ? await readFigures(db, communes) : []
      const subject = `unit:${unit ?? 'none'}`
      await recordAudit(db, { at: now, actor: actorAt(session), action: 'class_figures_viewed', subject })
      const page = renderClasses({ texts, units: choices, unit: unit ?? '', dates: shown, figures })
      await send.page(response, session, 'classes', page)
    }),
  )
}
