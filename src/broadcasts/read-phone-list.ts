import { join } from 'node:path'
import { z } from 'zod'
import { normalisePhone } from '../classes/person-index.ts'
import { readYaml } from '../core/read-yaml.ts'
import { lengthOf } from '../core/text-length.ts'
import { type Mistake, type MistakeWords, mistakeAt, type Place } from '../sheets/mistake.ts'
import { plainOf } from '../sheets/plain.ts'
import { FILE_MISTAKES, readTables } from '../sheets/read-tables.ts'
import { type Table, textOf } from '../sheets/table.ts'

const MISTAKES = [
  ...FILE_MISTAKES,
  'no_headings',
  'no_consent_column',
  'column_twice',
  'empty',
  'phone_missing',
  'phone_form',
  'consent_form',
  'too_long',
] as const
type Code = (typeof MISTAKES)[number]

const text = z.string().min(1)
const words = z.array(text).min(1)
const wordsSchema = z.strictObject({
  columns: z.strictObject({ phone: words, consent: words }),
  yes: words,
  no: words,
  where: z.strictObject({ cell: text, row: text, sheet: text, file: text }),
  mistakes: z.record(z.enum(MISTAKES), text),
})

/** How offices write their lists of phones, and what is said to them about mistakes. */
export type PhoneListWords = z.infer<typeof wordsSchema> & MistakeWords<Code>

/** Reads `phone-list.yaml` of `data/messages`. Throws an `AppError` that names what is missing or unknown. */
export function readPhoneListWords(messagesFolder: string): PhoneListWords {
  return readYaml(join(messagesFolder, 'phone-list.yaml'), wordsSchema)
}

/** A number of a list: `84…`, with the other columns of its row by their names. */
export interface PhoneRow {
  readonly row: number
  readonly phone: string
  readonly values: Readonly<Record<string, string>>
}

export type PhoneSheet =
  | {
      readonly rows: readonly PhoneRow[]
      /** Names of the other columns, as texts use them: `ho_ten` for "Họ tên". */
      readonly columns: readonly string[]
      /** Rows of people who did not agree, and rows whose number stood above already. */
      readonly withoutConsent: number
      readonly repeated: number
    }
  | { readonly mistakes: readonly Mistake<Code>[] }

/** Titles and the office's name stand above the headings. */
const SEARCHED_ROWS = 30
/** The longest value that any template takes. */
const MAX_VALUE = 200
/** Numbers of mobile phones; Zalo knows no others. */
const MOBILE = /^0[35789]\d{8}$/

/**
 * Reads the numbers of a spreadsheet (.xlsx, .csv): of people who agreed alone, each number once. All or nothing: one
 * mistake, and there are no rows but all the mistakes, each with its row and column. A number never stands in a mistake.
 */
export async function readPhoneList(bytes: Uint8Array, filename: string, known: PhoneListWords): Promise<PhoneSheet> {
  const tables = await readTables(bytes, filename, known)
  if ('code' in tables) return { mistakes: [tables] }
  const table = tables.find((one) => headingRowOf(one, known) !== -1)
  if (!table)
    return {
      mistakes: [mistakeAt(known, { file: filename }, 'no_headings', { columns: known.columns.phone[0] ?? '' })],
    }
  const headings = headingsOf(table, filename, known)
  if ('code' in headings) return { mistakes: [headings] }
  return readRows(table, filename, headings, known)
}

interface Column {
  readonly index: number
  readonly heading: string
}
interface Headings {
  readonly row: number
  readonly phone: Column
  readonly consent: Column
  readonly others: readonly (Column & { readonly name: string })[]
}

function headingRowOf({ rows }: Table, { columns }: PhoneListWords): number {
  return rows.slice(0, SEARCHED_ROWS).findIndex((row) => row.some((cell) => isOneOf(textOf(cell), columns.phone)))
}

function headingsOf(table: Table, file: string, known: PhoneListWords): Headings | Mistake<Code> {
  const row = headingRowOf(table, known)
  const place = { file, sheet: table.name, row: row + 1 }
  const cells = (table.rows[row] ?? []).map((cell, index): Column => ({ index, heading: textOf(cell) }))
  const named = cells.filter(({ heading }) => heading !== '')
  const phones = named.filter(({ heading }) => isOneOf(heading, known.columns.phone))
  const consents = named.filter(({ heading }) => isOneOf(heading, known.columns.consent))
  const others = named
    .filter((column) => !phones.includes(column) && !consents.includes(column))
    .map((column) => ({ ...column, name: plainOf(column.heading).replaceAll(' ', '_') }))
    .filter(({ name }) => name !== '')
  const seen = new Map<string, Column>()
  for (const column of [
    ...phones.map((one) => ({ ...one, name: ' phone' })),
    ...consents.map((one) => ({ ...one, name: ' consent' })),
    ...others,
  ]) {
    const other = seen.get(column.name)
    if (other) return mistakeAt(known, { ...place, column }, 'column_twice', { other: `"${other.heading}"` })
    seen.set(column.name, column)
  }
  const [phone] = phones
  const [consent] = consents
  if (!phone || !consent)
    return mistakeAt(known, { file, sheet: table.name }, 'no_consent_column', {
      columns: `"${known.columns.consent[0]}"`,
    })
  return { row, phone, consent, others }
}

function readRows(table: Table, file: string, headings: Headings, known: PhoneListWords): PhoneSheet {
  const rows: PhoneRow[] = []
  const mistakes: Mistake<Code>[] = []
  const seen = new Set<string>()
  let withoutConsent = 0
  let repeated = 0
  for (let index = headings.row + 1; index < table.rows.length; index++) {
    const cells = table.rows[index] ?? []
    const typed = textOf(cells[headings.phone.index])
    const agreed = textOf(cells[headings.consent.index])
    if (typed === '' && agreed === '' && headings.others.every((one) => textOf(cells[one.index]) === '')) continue
    const place = (column: Column): Place => ({ file, sheet: table.name, row: index + 1, column })
    if (agreed === '' || isOneOf(agreed, known.no)) {
      withoutConsent++
      continue
    }
    if (!isOneOf(agreed, known.yes))
      mistakes.push(mistakeAt(known, place(headings.consent), 'consent_form', { value: agreed }))
    const phone = mobileOf(typed)
    if (phone === null)
      mistakes.push(mistakeAt(known, place(headings.phone), typed === '' ? 'phone_missing' : 'phone_form'))
    const values = Object.fromEntries(headings.others.map((one) => [one.name, textOf(cells[one.index])]))
    for (const one of headings.others)
      if (lengthOf(values[one.name] ?? '') > MAX_VALUE)
        mistakes.push(mistakeAt(known, place(one), 'too_long', { max: MAX_VALUE }))
    if (phone === null) continue
    if (seen.has(phone)) repeated++
    else rows.push({ row: index + 1, phone, values })
    seen.add(phone)
  }
  if (mistakes.length > 0) return { mistakes }
  if (rows.length === 0) return { mistakes: [mistakeAt(known, { file, sheet: table.name }, 'empty')] }
  return { rows, columns: headings.others.map(({ name }) => name), withoutConsent, repeated }
}

/** `0912 345 678`, `+84912345678`, `912345678` (Excel drops the zero) -> `84912345678`; null for anything else. */
export function mobileOf(typed: string): string | null {
  if (!/^[\d\s.()+-]+$/.test(typed)) return null
  const bare = normalisePhone(typed).replace(/^(?=[35789]\d{8}$)/, '0')
  return MOBILE.test(bare) ? `84${bare.slice(1)}` : null
}

function isOneOf(typed: string, list: readonly string[]): boolean {
  const plain = plainOf(typed)
  return list.some((word) => plainOf(word) === plain)
}
