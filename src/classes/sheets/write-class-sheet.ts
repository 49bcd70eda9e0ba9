import { addDays } from '../../calendar/days.ts'
import { showMinutes } from '../../core/vietnam-day.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { Communes } from '../../places/communes.ts'
import { localTimeOf, showDay } from '../calendar.ts'
import type { ClassPlan } from '../class.ts'
import type { MovedLesson } from '../schedule.ts'
import { FIELDS, type Field, type SheetWords } from './words.ts'
import { writeCsv } from './write-csv.ts'

export const SHEET_KINDS = ['csv', 'xlsx'] as const
export type SheetKind = (typeof SHEET_KINDS)[number]

type CellValue = string | number

/** Classes as a spreadsheet that `readClassSheet` reads back as they are. */
export function writeClassSheet(
  plans: readonly ClassPlan[],
  kind: SheetKind,
  knowledge: { readonly words: SheetWords; readonly communes: Communes },
): Promise<Buffer> {
  const { words, communes } = knowledge
  const nameOf = communeNames(communes)
  const rows = plans.map((plan) => {
    const cells = cellsOf(plan, words, nameOf)
    return FIELDS.map((field) => cells[field] ?? '')
  })
  return writeTable([FIELDS.map((field) => words.columns[field][0] ?? field), ...rows], kind)
}

/** Rows, the headings first, as a file. */
export async function writeTable(rows: readonly (readonly CellValue[])[], kind: SheetKind): Promise<Buffer> {
  if (kind === 'csv') return writeCsv(rows)
  // Loaded when it is needed: it is seventy files, and a server writes few sheets.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const sheet = rows.map((row, index) =>
    row.map((value) => {
      if (value === '') return null
      return index === 0 ? { value, fontWeight: 'bold' as const } : { value }
    }),
  )
  return writeXlsxFile(sheet, { stickyRowsCount: 1, columns: rows[0]?.map(() => ({ width: 18 })) ?? [] }).toBuffer()
}

function cellsOf(
  plan: ClassPlan,
  words: SheetWords,
  nameOf: (commune: UnitCode, province: UnitCode) => string,
): Partial<Record<Field, CellValue>> {
  return {
    code: plan.code,
    subject: plan.subject,
    audience: plan.audience ?? '',
    commune: nameOf(plan.commune, plan.province),
    place: plan.place,
    mapLink: plan.mapLink ?? '',
    teacher: plan.teacher ?? '',
    capacity: plan.capacity,
    start: showMinutes(plan.schedule.start),
    end: showMinutes(plan.schedule.end),
    ...daysOf(plan, words),
    opensAt: plan.opensAt === null ? '' : showInstant(plan.opensAt, 'begin'),
    closesAt: plan.closesAt === null ? '' : showInstant(plan.closesAt, 'end'),
    mode: words.modes[plan.mode][0] ?? '',
    status: words.statuses[plan.status][0] ?? '',
  }
}

function daysOf({ schedule }: ClassPlan, words: SheetWords): Partial<Record<Field, CellValue>> {
  if (schedule.kind === 'once') return { date: showDay(schedule.date) }
  return {
    date: showDay(schedule.from),
    until: schedule.until === null ? '' : showDay(schedule.until),
    weekdays: schedule.weekdays.map((day) => words.weekdays[day][0]).join(', '),
    count: schedule.count ?? '',
    cancelled: schedule.cancelled.map(showDay).join('; '),
    moved: schedule.moved.map(showMove).join('; '),
    onHolidays: schedule.onHolidays ? (words.yes[0] ?? '') : '',
  }
}

function showMove({ from, to, start, end }: MovedLesson): string {
  const days = `${showDay(from)} -> ${showDay(to)}`
  return start === undefined || end === undefined ? days : `${days} ${showMinutes(start)}-${showMinutes(end)}`
}

/** Without a time where reading adds the same one: midnight, at which a day begins or ends. */
function showInstant(instant: number, without: 'begin' | 'end'): string {
  const { day, time } = localTimeOf(instant)
  if (time === 0) return showDay(without === 'begin' ? day : addDays(day, -1))
  return `${showDay(day)} ${showMinutes(time)}`
}

/** The name where it is understood as that commune, else the code. */
function communeNames(communes: Communes): (code: UnitCode, province: UnitCode) => string {
  const known = new Map<UnitCode, string>()
  return (code, province) => {
    const name = known.get(code) ?? nameOrCode(communes, code, province)
    known.set(code, name)
    return name
  }
}

function nameOrCode(communes: Communes, code: UnitCode, province: UnitCode): string {
  const commune = communes.byCode(code)
  if (!commune) return code
  const name = `${commune.type} ${commune.name}`
  const found = communes.find(name, { province })
  return found.kind === 'found' && found.commune.code === code ? name : code
}
