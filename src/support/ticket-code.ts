import { shortCodesOf } from '../core/short-code.ts'

/** The codes a ticket may have, likeliest first: always the same ones for the same id. `HT-4K7P` */
export function ticketCodesOf(id: string): string[] {
  return shortCodesOf('HT', id, 4)
}

/** A code as it is stored, of four letters as typed: `o` is meant as 0, `i` and `l` as 1. */
export function ticketCodeFrom(typed: string): string {
  return `HT-${typed.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')}`
}
