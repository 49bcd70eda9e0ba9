import { type Request, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { vietnamDate } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { ProvinceId } from '../core/ids.ts'
import { auditReport } from '../report/audit.ts'
import type { AskFrequent } from '../report/frequent-questions.ts'
import { makeReport } from '../report/make-report.ts'
import { readPeriod } from '../report/period.ts'
import type { ReportDesk } from '../report/report-desk.ts'
import { type ShownReport, showReport } from '../report/show-report.ts'
import { writeReportSheet } from '../report/write-report-sheet.ts'
import { XLSX_TYPE } from '../sheets/xlsx-type.ts'
import { actorAt, type UnitChoice, unitChoices, type Who } from './access.ts'
import type { Guard } from './guard.ts'
import { renderReport } from './pages/report.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'

export interface ReportOptions {
  readonly desk: ReportDesk
  readonly askFrequent: AskFrequent
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly provinces: readonly ProvinceId[]
}

/** A report for the wish in an address, or why there is none. */
interface Answered {
  /** What may be chosen. */
  readonly units: readonly UnitChoice[]
  readonly unit: string
  readonly from: string
  readonly to: string
  readonly report: ShownReport | null
  readonly refusal: string | null
}

/**
 * The campaign's report of a unit and some days, as a page and as a workbook; the audit log keeps who had it made. Staff
 * get that of their unit and those below it.
 */
export function createReportRoutes({ desk, askFrequent, clock, texts, guard, send, provinces }: ReportOptions): Router {
  const { units } = desk
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const answered = await answer(request, session)
      if (answered.refusal !== null) response.status(400)
      await send.page(response, session, 'report', renderReport({ texts, ...answered }))
    }),
  )

  router.get(
    '/bao-cao.xlsx',
    guard.show(async (request, response, session) => {
      const { report, ...answered } = await answer(request, session)
      if (report === null) {
        const page = renderReport({ texts, report, ...answered })
        return send.page(response.status(400), session, 'report', page)
      }
      const days = [answered.from, answered.to].map((day) => day.replaceAll('/', '')).join('-')
      response
        .attachment(`bao-cao-${answered.unit}-${days}.xlsx`)
        .type(XLSX_TYPE)
        .send(await writeReportSheet(report))
    }),
  )

  async function answer({ query }: Request, who: Who): Promise<Answered> {
    const now = clock.now()
    const choices = unitChoices(units, who, provinces)
    const wish = { from: dayIn(query.from), to: dayIn(query.to) }
    const named = typeof query.unit === 'string' ? query.unit : choices[0]?.id
    const unit = choices.find(({ id }) => id === named)?.id
    const refused = { units: choices, unit: unit ?? '', from: wish.from ?? '', to: wish.to ?? '', report: null }
    const { errors } = desk.texts
    if (unit === undefined) return { ...refused, refusal: errors.unknown_unit }
    const reading = readPeriod(wish, now)
    if (reading.type === 'wrong_date') return { ...refused, refusal: fill(errors.wrong_date, { value: reading.value }) }
    if (reading.type === 'reversed') return { ...refused, refusal: errors.reversed }
    const { period } = reading
    const report = await makeReport(desk, { unit, period, now, askFrequent })
    await auditReport(desk.db, report, actorAt(who))
    return {
      units: choices,
      unit,
      from: vietnamDate(period.from),
      to: vietnamDate(period.until - 1),
      report: showReport(report, desk.texts),
      refusal: null,
    }
  }

  return router
}

/** A day of the address as typed; undefined where none is named. */
function dayIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
