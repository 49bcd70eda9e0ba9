/** Something in a text that can be right or wrong to the digit. */
export interface Claim {
  readonly kind: 'address' | 'date' | 'number'
  /** The same for every way of writing it: `05/10/2026` -> `5/10/2026`, `1.900 0368` -> `19000368`. */
  readonly value: string
  /** As written. */
  readonly shown: string
}

const ADDRESS = /(?:https?:\/\/)?(?:[a-z0-9-]+\.)+(?:vn|com|net|org|gov|edu|info|app|io|me|so|ai)\b(?:\/[^\s"”)]*)?/giu
const EMAIL_HEAD = /[\w.+-]+@$/u
const DATE_IN_WORDS = /ngày\s+(\d{1,2})(?:\s+tháng\s+|[/-])(\d{1,2})(?:\s+năm\s+(\d{4}))?/giu
const MONTH_IN_WORDS = /tháng\s+(\d{1,2})(?:\s+năm\s+|\/)(\d{4})/giu
const DATE = /(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?(?![\d/])|(?<![\d/])(\d{1,2})\/(\d{4})(?![\d/])/gu
const DATE_WITH_DASHES = /(?<![\d-])(\d{1,2})-(\d{1,2})-(\d{4})(?![\d-])/gu
/** Hotlines (1900…, 1800…) and telephone numbers, however their digits are grouped. */
const PHONE = /(?<![\d.,])(?:\+84|0|1\.?[89]00)[\d .-]{4,}\d/gu
/** Numbers of this kind are also spoken of by their beginning: "số 1900 có tính cước". */
const SERVICE_NUMBER = /^1[89]00\d{4,}$/
const NUMBER = /(\d+(?:[.,]\d+)*)(?:\s*(nghìn|ngàn|triệu|tỷ)(?!\p{L}))?/giu

const SCALES: Readonly<Record<string, number>> = { nghìn: 1e3, ngàn: 1e3, triệu: 1e6, tỷ: 1e9 }

/** All web addresses, dates, telephone and other numbers of a text, in the order of their kinds. */
export function claimsOf(text: string): Claim[] {
  const claims: Claim[] = []
  /** Takes the matches out of the text, so that the digits of a date are not read again as numbers. */
  const take = (
    rest: string,
    pattern: RegExp,
    read: (match: RegExpExecArray, before: string) => Claim | null,
  ): string => {
    let left = ''
    let from = 0
    for (const match of rest.matchAll(pattern)) {
      const claim = read(match, rest.slice(0, match.index))
      if (claim) claims.push(claim)
      left += `${rest.slice(from, match.index)} `
      from = match.index + match[0].length
    }
    return left + rest.slice(from)
  }
  let rest = take(text.normalize('NFC'), ADDRESS, (match, before) => {
    return EMAIL_HEAD.test(before) ? null : { kind: 'address', value: addressOf(match[0]), shown: match[0] }
  })
  rest = take(rest, DATE_IN_WORDS, ([shown, day, month, year]) => dateClaim(shown, day, month, year))
  rest = take(rest, MONTH_IN_WORDS, ([shown, month, year]) => dateClaim(shown, month, year))
  rest = take(rest, DATE, ([shown, day, month, year, onlyMonth, itsYear]) =>
    onlyMonth ? dateClaim(shown, onlyMonth, itsYear) : dateClaim(shown, day, month, year),
  )
  rest = take(rest, DATE_WITH_DASHES, ([shown, day, month, year]) => dateClaim(shown, day, month, year))
  rest = take(rest, PHONE, ([shown]) => ({ kind: 'number', value: shown.replace(/\D/g, ''), shown }))
  take(rest, NUMBER, ([shown, digits, scale]) => ({ kind: 'number', value: numberOf(digits ?? '', scale), shown }))
  return claims
}

/** All that a text's claims allow to say: what it says, and the parts of it that still mean the same. */
export function allowedBy(claims: readonly Claim[]): ReadonlySet<string> {
  return new Set(claims.flatMap((claim) => [claim.value, ...partsOf(claim)]))
}

function partsOf({ kind, value }: Claim): string[] {
  switch (kind) {
    case 'date': {
      const [first, second, third] = value.split('/')
      return third ? [`${first}/${second}`, `${second}/${third}`, third] : second && second.length === 4 ? [second] : []
    }
    case 'address':
      return [value.slice(0, `${value}/`.indexOf('/'))]
    case 'number':
      return SERVICE_NUMBER.test(value) ? [value.slice(0, 4)] : []
  }
}

function dateClaim(shown: string, ...parts: (string | undefined)[]): Claim {
  const value = parts.flatMap((part) => (part === undefined ? [] : [Number(part)])).join('/')
  return { kind: 'date', value, shown }
}

function addressOf(shown: string): string {
  return shown
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/.,;:!?]+$/, '')
}

/** Dots and commas before three digits group thousands: `1.900.000`, `3,5 triệu` -> `3500000`. */
function numberOf(digits: string, scale: string | undefined): string {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits)
  const plain = grouped ? digits.replace(/[.,]/g, '') : digits.replace(',', '.')
  const value = Number(plain)
  if (Number.isNaN(value)) return plain
  return String(Math.round(value * (SCALES[scale?.toLowerCase() ?? ''] ?? 1) * 1e6) / 1e6)
}
