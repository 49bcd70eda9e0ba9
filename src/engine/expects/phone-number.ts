/** `data/language/expects/phone.yaml`: the numbering plan. */
export interface PhonePlan {
  /** First digits after the 0 of mobile numbers. */
  readonly mobile: readonly string[]
  /** Old first digits of eleven-digit mobile numbers -> today's. */
  readonly moved: Readonly<Record<string, string>>
}

/** What a row of digits is. `number` is in the form `84…`; `digits` counts them without the country code but with the 0. */
export type PhoneVerdict =
  | { readonly type: 'valid'; readonly number: string }
  /** An eleven-digit number of before 2018; `number` is what it became. */
  | { readonly type: 'moved'; readonly number: string }
  /** Right but for the 0 at its beginning, or one digit is missing: it cannot be told. */
  | { readonly type: 'without_zero'; readonly number: string }
  | { readonly type: 'too_short' | 'too_long'; readonly digits: number }
  | { readonly type: 'wrong_prefix' | 'foreign' }

/**
 * Judges digits by the Vietnamese plan: mobile numbers have ten digits, landlines (02…) eleven. `plus`: a country code
 * stands in front.
 */
export function judgePhone(digits: string, plus: boolean, plan: PhonePlan): PhoneVerdict {
  const national = nationalOf(digits, plus)
  if (national === null) return { type: 'foreign' }
  if (!national.startsWith('0')) {
    if (national.length === 9 && plan.mobile.includes(national.charAt(0)))
      return { type: 'without_zero', number: `84${national}` }
    return lengthVerdict(national, 8, 10) ?? { type: 'wrong_prefix' }
  }
  const today = plan.moved[national.slice(0, 4)]
  if (national.length === 11 && today !== undefined)
    return { type: 'moved', number: `84${today.slice(1)}${national.slice(4)}` }
  const length = national.startsWith('02') ? 11 : 10
  const wrongLength = lengthVerdict(national, length, length)
  if (wrongLength) return wrongLength
  const known = national.startsWith('02') || plan.mobile.includes(national.charAt(1))
  return known ? { type: 'valid', number: `84${national.slice(1)}` } : { type: 'wrong_prefix' }
}

function lengthVerdict(national: string, min: number, max: number): PhoneVerdict | null {
  if (national.length < min) return { type: 'too_short', digits: national.length }
  return national.length > max ? { type: 'too_long', digits: national.length } : null
}

/** With its 0, as dialled within the country; null with another country's code. */
function nationalOf(digits: string, plus: boolean): string | null {
  if (digits.startsWith('0084')) return withZero(digits.slice(4))
  if (plus) return digits.startsWith('84') ? withZero(digits.slice(2)) : digits.startsWith('0') ? digits : null
  const hasCode = digits.startsWith('84') && digits.length >= 11
  return hasCode ? withZero(digits.slice(2)) : digits
}

/** "+84 0912…" is often written. */
function withZero(rest: string): string {
  return rest.startsWith('0') ? rest : `0${rest}`
}

/** `0912 345 678`, `024 3825 1234`, `0269 382 4404`: a number of the form `84…` as it is read aloud. */
export function sayPhone(number: string): string {
  const national = `0${number.slice(2)}`
  const parts = /^0(?:24|28)/.test(national) ? [3, 7] : [4, 7]
  const [area = 0, middle = 0] = parts
  return `${national.slice(0, area)} ${national.slice(area, middle)} ${national.slice(middle)}`
}
