import { createHash, randomBytes } from 'node:crypto'
import { DAY_MS } from '../core/durations.ts'

export const CODE_LASTS_MS = DAY_MS

/** Without letters and digits that are mistaken for each other; 32 of them, so that a byte picks one evenly. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 12

/** A new code: `7KQ4-M2XT-9RBC`, 60 bits of chance: too many to be guessed, or to be found from its hash in a day. */
export function drawLinkCode(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('')
  return letters.replace(/(.{4})(?!$)/g, '$1-')
}

/** What is stored of a code, as typed with or without dashes, in any case. */
export function hashLinkCode(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHash('sha256').update(plain).digest('hex')
}

/** The code that stands alone in a text, or after words such as `mã cán bộ`; null when there is none. */
export function findLinkCode(folded: string): string | null {
  const match = /^(?:(?:lien ket|ma can bo|ma lien ket|ma)\s*:?\s*)?([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})$/.exec(folded)
  return match?.[1] ?? null
}
