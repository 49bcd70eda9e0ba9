import { fold, normalise } from '../core/text.ts'

/** For comparing headings: small letters and digits without accents, nothing in brackets, one space between words. */
export function plainOf(text: string): string {
  return fold(normalise(text.replace(/\([^)]*\)/g, ' ')))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
