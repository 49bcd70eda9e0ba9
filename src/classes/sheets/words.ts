import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'
import { plainOf } from '../../sheets/plain.ts'

/** What a column tells of a class, in the order in which an export writes them. */
export const FIELDS = [
  'code',
  'subject',
  'audience',
  'commune',
  'place',
  'mapLink',
  'teacher',
  'capacity',
  'date',
  'until',
  'weekdays',
  'count',
  'start',
  'end',
  'cancelled',
  'moved',
  'onHolidays',
  'opensAt',
  'closesAt',
  'mode',
  'status',
] as const
export type Field = (typeof FIELDS)[number]

const MISTAKES = [
  'too_large',
  'old_excel',
  'not_a_sheet',
  'no_headings',
  'no_classes',
  'too_many_rows',
  'missing_columns',
  'column_twice',
  'missing',
  'too_long',
  'cell_error',
  'code_form',
  'code_twice',
  'commune_unknown',
  'commune_several',
  'commune_elsewhere',
  'capacity',
  'date',
  'date_unreal',
  'date_no_year',
  'time',
  'hours_order',
  'end_twice',
  'weekdays',
  'weekdays_missing',
  'weekly_end_missing',
  'count',
  'no_lessons',
  'too_many_lessons',
  'series_too_long',
  'count_disagrees',
  'not_a_lesson',
  'single_only',
  'moved',
  'mode',
  'status',
  'yes_no',
  'map_link',
  'sign_up_order',
] as const
export type MistakeCode = (typeof MISTAKES)[number]

const text = z.string().min(1)
const words = z.array(text).min(1)
const wordsSchema = z.strictObject({
  columns: z.record(z.enum(FIELDS), words),
  required: z.array(z.enum(FIELDS)).min(1),
  footers: words,
  weekdays: z.strictObject({ 1: words, 2: words, 3: words, 4: words, 5: words, 6: words, 7: words }),
  every_day: words,
  until_words: words,
  filler_words: words,
  afternoon: words,
  modes: z.strictObject({ in_person: words, online: words }),
  statuses: z.strictObject({ open: words, draft: words, closed: words, cancelled: words }),
  yes: words,
  no: words,
  lesson_minutes: z.int().positive(),
  where: z.strictObject({ cell: text, row: text, sheet: text, file: text }),
  mistakes: z.record(z.enum(MISTAKES), text),
  examples: z.partialRecord(z.enum(FIELDS), text),
})

/** How offices write their spreadsheets, and what is said to them about mistakes. */
export type SheetWords = z.infer<typeof wordsSchema>

/** Reads `data/classes/sheet.yaml` under `root`. Throws an `AppError` that names what is missing or unknown. */
export function readSheetWords(root: string): SheetWords {
  return readYaml(join(root, 'data/classes/sheet.yaml'), wordsSchema)
}

/** The letters and digits of a text in lower case without accents, single spaces between: `Xã/Phường (*)` -> `xa phuong`. */
/** Which of several words a text is: the key whose list holds it, or null. */
export function keyMeant<Key extends string>(
  lists: Readonly<Record<Key, readonly string[]>>,
  typed: string,
): Key | null {
  const plain = plainOf(typed)
  const keys = Object.keys(lists) as Key[]
  return keys.find((key) => lists[key].some((word) => plainOf(word) === plain)) ?? null
}

/** The first word of each list, for saying what may be typed. */
export function firstWords(lists: Readonly<Record<string, readonly string[]>>): string {
  return Object.values(lists)
    .map(([first]) => first)
    .join(', ')
}
