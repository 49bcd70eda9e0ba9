import { hash } from 'node:crypto'

/** Crockford's letters (https://www.crockford.com/base32.html): none that is mistaken for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The codes by which people may call a thing, likeliest first: always the same ones for the same id, so that a turn that
 * is decided anew says the same. `HT-4K7P`
 */
export function shortCodesOf(prefix: string, id: string, length: number): [string, ...string[]] {
  const letters = lettersOf(hash('sha256', id, 'buffer'))
  const code = (n: number) => `${prefix}-${letters.slice(n * length, (n + 1) * length)}`
  return [code(0), ...Array.from({ length: Math.floor(letters.length / length) - 1 }, (_, n) => code(n + 1))]
}

/** One letter a byte, each carrying five bits of it. */
export function lettersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => LETTERS[byte & 31]).join('')
}
