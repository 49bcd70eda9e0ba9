import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config.ts'
import { vietnamDate } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { Period } from '../../core/period.ts'
import { readLlmLanguage } from '../../llm/language.ts'
import { createPersonalMask } from '../../llm/mask-personal.ts'
import { auditReport } from '../../report/audit.ts'
import { createAskFrequent } from '../../report/frequent-questions.ts'
import { makeReport } from '../../report/make-report.ts'
import { type Days, readPeriod } from '../../report/period.ts'
import { printReport } from '../../report/print-report.ts'
import type { Report } from '../../report/report.ts'
import { showReport } from '../../report/show-report.ts'
import { readReportTexts } from '../../report/texts.ts'
import { writeReportSheet } from '../../report/write-report-sheet.ts'
import type { UnitId } from '../../staff/member.ts'
import { type BroadcastDesk, openBroadcastDesk } from '../broadcast-desk.ts'
import { type Command, type CommandIo, UsageError } from '../command.ts'
import { writeSheetFile } from '../sheet-file.ts'
import type { OpenLearning } from './learn.ts'

/** `report`: the figures of a province or commune for the campaign's report. `open` gives the questions asked in vain. */
export function createReportCommand(open: OpenLearning): Command {
  return {
    name: 'report',
    summary: 'the figures of a province or commune for the campaign report; also as a workbook',
    usage: 'report [--unit gia-lai|21553] [--from 01/10/2026] [--to 10/10/2026] [--xlsx bao-cao.xlsx] [--json]',
    async run(args, io) {
      const { values } = parseArgs({
        args,
        options: {
          unit: { type: 'string' },
          from: { type: 'string' },
          to: { type: 'string' },
          xlsx: { type: 'string' },
          json: { type: 'boolean', default: false },
        },
      })
      if (values.xlsx !== undefined && extname(values.xlsx).toLowerCase() !== '.xlsx')
        throw new UsageError(`${values.xlsx}: name a file that ends in .xlsx.`)
      await using desk = await openBroadcastDesk(io)
      const unit = unitOrThrow(desk, values.unit ?? readConfig(io.env).province)
      const period = periodOrThrow(values, desk.now())
      const report = await countAll(io, desk, { unit, period }, open)
      await auditReport(desk.db, report, 'operator')
      const shown = showReport(report, readReportTexts(join(io.root, 'data/messages')))
      const file = values.xlsx
      if (file !== undefined) await writeSheetFile(file, await writeReportSheet(shown))
      if (values.json) io.out(`${JSON.stringify({ ...jsonOf(report), ...(file !== undefined && { file }) })}\n`)
      else io.out(file === undefined ? printReport(shown) : `The report of ${unit} was written to ${file}\n`)
      return 0
    },
  }
}

async function countAll(
  io: CommandIo,
  desk: BroadcastDesk,
  { unit, period }: { unit: UnitId; period: Period },
  open: OpenLearning,
): Promise<Report> {
  const wish = { unit, period, now: desk.now() }
  const sources = { ...desk, plans: desk.plans() }
  if (desk.units.isCommune(unit)) return makeReport(sources, wish)
  await using learning = await open(io)
  const mask = createPersonalMask(readLlmLanguage(io.root).personal)
  return await makeReport(sources, { ...wish, askFrequent: createAskFrequent(learning, mask) })
}

function unitOrThrow({ units, provinces }: BroadcastDesk, named: string): UnitId {
  const unit = units.find(named)
  if (unit === null)
    throw new AppError(
      'unit',
      `There is no unit "${named}": name a province (${[...provinces.keys()].join(', ')}) or a commune by its code in data/places/communes.`,
    )
  return unit
}

function periodOrThrow(days: Days, now: number): Period {
  const reading = readPeriod(days, now)
  switch (reading.type) {
    case 'read':
      return reading.period
    case 'wrong_date':
      throw new AppError('date', `"${reading.value}" is no date: write it as 01/10/2026.`)
    case 'reversed':
      throw new AppError('date', 'The first day comes after the last one: --from must not be later than --to.')
  }
}

/** Times as people and programs read them. */
function jsonOf({ period, madeAt, ...report }: Report) {
  const days = { from: vietnamDate(period.from), to: vietnamDate(period.until - 1) }
  return { ...report, ...days, madeAt: new Date(madeAt).toISOString() }
}
