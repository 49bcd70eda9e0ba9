import { createHash } from 'node:crypto'

/** Crockford's letters: none that is mistaken for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 4

/** The codes a ticket may have, likeliest first: always the same ones for the same id. `HT-4K7P` */
export function ticketCodesOf(id: string): string[] {
  const letters = Array.from(createHash('sha256').update(id).digest(), (byte) => LETTERS[byte & 31]).join('')
  return Array.from({ length: letters.length / LENGTH }, (_, n) => `HT-${letters.slice(n * LENGTH, (n + 1) * LENGTH)}`)
}

/** A code as it is stored, of four letters as typed: `o` is meant as 0, `i` and `l` as 1. */
export function ticketCodeFrom(typed: string): string {
  return `HT-${typed.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')}`
}
