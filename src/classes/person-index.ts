import { createHmac } from 'node:crypto'
import { fold, normalise } from '../core/text.ts'

/** Who a seat is for. */
export interface Person {
  readonly name: string
  /** As typed; stored as `normalisePhone` gives it. */
  readonly phone: string
}

/** A hash that is equal for the same person, and that nobody without the key can try names or phones on. */
export type PersonIndex = (person: Person) => string

/**
 * By name and phone: a family often shares one phone, and each of them gets a seat. Accents, capitals and the phone's
 * spelling do not count. `key` has 32 bytes and is used for nothing else.
 */
export function createPersonIndex(key: Buffer): PersonIndex {
  return ({ name, phone }) =>
    createHmac('sha256', key)
      .update(`${fold(normalise(name))}\n${normalisePhone(phone)}`)
      .digest('base64url')
}

/** `+84 912 345 678`, `0912.345.678` -> `0912345678`. */
export function normalisePhone(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(?:00)?84(?=\d{9,10}$)/, '0')
}
