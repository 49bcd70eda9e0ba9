import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCalendar } from '../../calendar/read-calendar.ts'
import { recordClassAudit } from '../../classes/audit.store.ts'
import { listClasses } from '../../classes/class.store.ts'
import type { CatalogueClass } from '../../classes/class.ts'
import { type MonthFigures, readFigures } from '../../classes/figures.store.ts'
import { applyImport, type ImportStep, planImport } from '../../classes/import-classes.ts'
import { readClassSheet } from '../../classes/sheets/read-class-sheet.ts'
import { readSheetWords } from '../../classes/sheets/words.ts'
import { writeClassSheet } from '../../classes/sheets/write-class-sheet.ts'
import { type Config, readConfig } from '../../config.ts'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { DAY_MS } from '../../core/durations.ts'
import { AppError } from '../../core/errors.ts'
import { createIds, type ProvinceId } from '../../core/ids.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import type { UnitCode } from '../../places/commune.ts'
import { readCommunes } from '../../places/communes.ts'
import { type Province, provinceOrThrow, readProvinces } from '../../places/provinces.ts'
import { type Command, type CommandIo, type ExitCode, UsageError } from '../command.ts'
import { readSheetFile, sheetKindOf, writeSheetFile } from '../sheet-file.ts'

/** How long a seat that an import sets free is kept for the next in line. */
const OFFER_TERMS = { offerMs: DAY_MS }

interface Options {
  readonly province: Province | null
  /** Only tells what an import would do. */
  readonly dryRun: boolean
  readonly json: boolean
}

/** `classes list|import|export`: the catalogue of community digital classes, and spreadsheets of it. */
export const classesCommand: Command = {
  name: 'classes',
  summary: 'community digital classes: lists, imports, exports them',
  usage: [
    'classes list [--province gia-lai] [--json]',
    'classes import <file.xlsx|file.csv> [--province gia-lai] [--dry-run] [--json]',
    'classes export <file.xlsx|file.csv> [--province gia-lai] [--json]',
    'classes figures [--province gia-lai] [--commune 21583] [--json]',
  ].join('\n'),
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        province: { type: 'string' },
        commune: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        // What an import does by itself: taken since it once had to be said.
        apply: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, path, ...others] = positionals
    const config = readConfig(io.env)
    const options = {
      province: values.province === undefined ? null : provinceOf(io, values.province as ProvinceId),
      dryRun: values['dry-run'],
      json: values.json,
    }
    if ((options.dryRun || values.apply) && action !== 'import')
      throw new UsageError('--dry-run and --apply belong to "import".')
    if (options.dryRun && values.apply) throw new UsageError('Either --dry-run or --apply.')
    if (values.commune !== undefined && action !== 'figures') throw new UsageError('--commune belongs to "figures".')
    if (action === 'list' && path === undefined) return list(io, config, options)
    if (action === 'figures' && path === undefined) return figures(io, config, options, values.commune)
    if (path !== undefined && others.length === 0) {
      if (action === 'import') return importSheet(io, config, path, options)
      if (action === 'export') return exportSheet(io, config, path, options)
    }
    throw new UsageError('classes can "list", "import" one file, "export" to one file, or tell "figures".')
  },
}

function provinceOf(io: CommandIo, id: ProvinceId): Province {
  return provinceOrThrow(readProvinces(join(io.root, 'data/provinces')), id)
}

async function catalogue(config: Config, { province }: Options): Promise<CatalogueClass[]> {
  await using database = openDatabase(config.databaseUrl)
  await migrate(database)
  return await listClasses(database.db, province === null ? {} : { province: province.code })
}

async function list(io: CommandIo, config: Config, options: Options): Promise<ExitCode> {
  const classes = await catalogue(config, options)
  const communes = readCommunes(io.root)
  const line = (one: CatalogueClass) => {
    const first = one.sessions.find(({ status }) => status !== 'cancelled')
    const when = first ? `${vietnamDate(first.startsAt)} ${vietnamTime(first.startsAt)}` : '-'
    const where = communes.byCode(one.commune)?.name ?? one.commune
    const seats = `${one.taken}/${one.capacity}${one.waiting > 0 ? ` +${one.waiting}` : ''}`
    return `${[one.code, one.status, when, `x${one.sessions.length}`, seats, where, one.subject].join('\t')}\n`
  }
  io.out(options.json ? `${JSON.stringify(classes)}\n` : classes.map(line).join('') || 'There are no classes.\n')
  return 0
}

async function importSheet(io: CommandIo, config: Config, path: string, options: Options): Promise<ExitCode> {
  const province = options.province ?? provinceOf(io, config.province)
  const holidays = readCalendar(io.root).holidays
  const sheet = await readClassSheet(await readSheetFile(path), basename(path), {
    words: readSheetWords(io.root),
    communes: readCommunes(io.root),
    province: province.code,
    provinceName: province.name,
    holidays,
  })
  if ('mistakes' in sheet) {
    const { mistakes } = sheet
    if (options.json) io.out(`${JSON.stringify({ applied: false, mistakes })}\n`)
    else io.out(mistakes.map(({ message }) => `${message}\n`).join(''))
    io.err(`${mistakes.length} mistakes: nothing was changed.\n`)
    return 1
  }
  await using database = openDatabase(config.databaseUrl)
  await migrate(database)
  const now = io.now()
  const steps = options.dryRun
    ? await planImport(database.db, sheet.rows, holidays)
    : await database.db.transaction().execute(async (trx) => {
        const ids = createIds(() => now)
        const applied = await applyImport(trx, sheet.rows, { holidays, ids, terms: OFFER_TERMS, now })
        const detail = summaryOf(applied.steps)
        await recordClassAudit(trx, {
          at: now,
          actor: 'operator',
          action: 'classes_imported',
          subject: `province:${province.code}`,
          detail,
        })
        return applied.steps
      })
  if (options.json) {
    io.out(`${JSON.stringify({ applied: !options.dryRun, ignored: sheet.ignored, steps })}\n`)
    return 0
  }
  io.out(steps.map(lineOf).join(''))
  if (sheet.ignored.length > 0) io.out(`Columns left out: ${sheet.ignored.join(', ')}\n`)
  io.out(`${summaryOf(steps)}${options.dryRun ? ' (nothing was changed: it was a dry run)' : ''}\n`)
  return 0
}

function lineOf({ sheet, row, code, action, changes, taken }: ImportStep): string {
  const what = changes.length > 0 ? `: ${changes.join(', ')}${taken > 0 ? ` (${taken} people hold a seat)` : ''}` : ''
  return `${sheet}\t${row}\t${code}\t${action}${what}\n`
}

function summaryOf(steps: readonly ImportStep[]): string {
  const count = (action: ImportStep['action']) => steps.filter((step) => step.action === action).length
  return `${count('new')} new, ${count('changed')} changed, ${count('same')} same`
}

/** Of one commune, of one province, or of the province that the settings name. */
async function figures(io: CommandIo, config: Config, options: Options, commune?: string): Promise<ExitCode> {
  const communes = readCommunes(io.root)
  const province = options.province ?? provinceOf(io, config.province)
  if (commune !== undefined && communes.byCode(commune as UnitCode) === undefined)
    throw new AppError('commune', `There is no commune "${commune}": name it by its code in data/places/communes.`)
  const counted = commune === undefined ? communes.of(province.code).map(({ code }) => code) : [commune as UnitCode]
  await using database = openDatabase(config.databaseUrl)
  await migrate(database)
  const months = await readFigures(database.db, counted)
  const line = ({ month, classes, lessons, registered, present, people }: MonthFigures) =>
    `${month}\t${classes} classes\t${lessons} lessons\t${registered} registered\t${present} present\t${people} people\n`
  io.out(options.json ? `${JSON.stringify(months)}\n` : months.map(line).join('') || 'There are no classes.\n')
  return 0
}

async function exportSheet(io: CommandIo, config: Config, path: string, options: Options): Promise<ExitCode> {
  const kind = sheetKindOf(path)
  const classes = await catalogue(config, options)
  const knowledge = { words: readSheetWords(io.root), communes: readCommunes(io.root) }
  await writeSheetFile(path, await writeClassSheet(classes, kind, knowledge))
  io.out(
    options.json
      ? `${JSON.stringify({ file: path, classes: classes.length })}\n`
      : `${classes.length} classes written to ${path}\n`,
  )
  return 0
}
