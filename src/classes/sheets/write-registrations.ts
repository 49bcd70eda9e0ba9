import { join } from 'node:path'
import { z } from 'zod'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { REGISTRATION_STATUSES } from '../classes.schema.ts'
import type { Registration } from '../registration.ts'
import { type SheetKind, writeTable } from './write-class-sheet.ts'

const text = z.string().min(1)
const wordsSchema = z.strictObject({
  columns: z.array(text).length(9),
  statuses: z.record(z.enum(REGISTRATION_STATUSES), text),
})

/** The words of the list of people that an office exports. */
export type RegistrationWords = z.infer<typeof wordsSchema>

/** Reads `data/classes/registrations.yaml` under `root`. Throws an `AppError` that names what is missing or unknown. */
export function readRegistrationWords(root: string): RegistrationWords {
  return readYaml(join(root, 'data/classes/registrations.yaml'), wordsSchema)
}

/** The people of a class as a spreadsheet, with their names and phones: for the office's own eyes. */
export function writeRegistrations(
  registrations: readonly Registration[],
  kind: SheetKind,
  words: RegistrationWords,
): Promise<Buffer> {
  const rows = registrations.map((one) => [
    one.code,
    one.position,
    one.name,
    one.phone,
    words.statuses[one.status],
    one.offeredUntil === null ? '' : showInstant(one.offeredUntil),
    showInstant(one.createdAt),
    showInstant(one.consent.at),
    one.consent.version,
  ])
  return writeTable([words.columns, ...rows], kind)
}

function showInstant(instant: number): string {
  return `${vietnamDate(instant)} ${vietnamTime(instant)}`
}
