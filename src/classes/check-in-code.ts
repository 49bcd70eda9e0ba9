import { createHmac, timingSafeEqual } from 'node:crypto'
import { lettersOf } from '../core/short-code.ts'
import type { ClassCode, ClassId } from './class.ts'

/** The codes on posters, by which people check in to one date of a class. */
export interface CheckInCodes {
  /** `LC12-1-7KQ4-M2XT-9RBC`: date 1 of the class LC12, and 60 bits that nobody can guess. */
  codeOf(date: CheckInDate): string
  /** Whether a code's last part is that of the date. */
  isCodeOf(date: CheckInDate, sign: string): boolean
}

/** One date of a class. */
export interface CheckInDate {
  readonly id: ClassId
  readonly code: ClassCode
  /** Where the date stands in the series, from 1. */
  readonly number: number
}

const LENGTH = 12

/** `key` has 32 bytes and is used for nothing else. A poster may be printed anew at any time: its code stays the same. */
export function createCheckInCodes(key: Buffer): CheckInCodes {
  const signOf = ({ id, number }: CheckInDate) =>
    lettersOf(createHmac('sha256', key).update(`${id}\n${number}`).digest().subarray(0, LENGTH))
  return {
    codeOf: (date) => `${date.code}-${date.number}-${signOf(date).replace(/(.{4})(?!$)/g, '$1-')}`,
    isCodeOf: (date, sign) => {
      const right = Buffer.from(signOf(date))
      const given = Buffer.from(sign.toUpperCase())
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}

/** The parts of a check-in code, as they came by a link or were typed. */
export interface TypedCheckIn {
  readonly code: ClassCode
  readonly number: number
  readonly sign: string
}

/** What stands before the code in a link's `ref` and in the text that a scan writes for the person. */
const TYPED =
  /^(?:check-?in|diemdanh|dd)[\s:_-]*(?<code>[a-z]{1,12}\d{1,6})-(?<number>\d{1,3})-(?<sign>[a-z0-9]{4}(?:-?[a-z0-9]{4}){2})$/i

/** Reads `dd-LC12-1-7KQ4-M2XT-9RBC`; null for any other text. */
export function readCheckIn(text: string): TypedCheckIn | null {
  const parts = TYPED.exec(text.trim())?.groups
  if (!parts?.code || !parts.sign) return null
  return {
    code: parts.code.toUpperCase() as ClassCode,
    number: Number(parts.number),
    sign: parts.sign.replaceAll('-', ''),
  }
}

/** What a link or a scan says for the person: `dd-LC12-1-7KQ4-M2XT-9RBC`. */
export function checkInWords(code: string): string {
  return `dd-${code}`
}
