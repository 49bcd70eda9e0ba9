/** Where each part may be missing: "5/10" has no year, "tháng 3/2026" no day. */
export interface DateFact {
  readonly day: number | null
  readonly month: number
  readonly year: number | null
}

const AFTER = '(?![\\d/])'
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    `(?<![\\d/.-])(?<day>\\d{1,2})\\s?([/.-])\\s?(?<month>\\d{1,2})\\s?\\2\\s?(?<year>\\d{4}|\\d{2})${AFTER}`,
    'gu',
  ),
  /(?<![\d/.-])(?<year>\d{4})[/.-](?<month>\d{1,2})[/.-](?<day>\d{1,2})(?![\d/])/gu,
  /(?<!\d)(?<day>\d{1,2}) tháng (?<month>\d{1,2})(?:(?:,? năm | ?\/ ?)(?<year>\d{4}))?(?! ?(?:\d|ngày|tuần|giờ|người))/gu,
  /tháng (?<month>\d{1,2})(?: ?[/-] ?|,? năm )(?<year>\d{4})(?!\d)/gu,
  new RegExp(`(?<![\\d/.-])(?<month>\\d{1,2}) ?/ ?(?<year>\\d{4})${AFTER}`, 'gu'),
  new RegExp(`(?<![\\d/.-])(?<day>\\d{1,2}) ?/ ?(?<month>\\d{1,2})${AFTER}`, 'gu'),
  /tháng (?<month>\d{1,2})(?![\d.,]*\d)/gu,
]

/** The dates of a plain text, and the text without them. */
export function takeDates(text: string): { readonly dates: readonly DateFact[]; readonly rest: string } {
  const dates: DateFact[] = []
  let rest = text
  for (const pattern of PATTERNS) {
    rest = rest.replace(pattern, (...match) => {
      const { day, month, year } = match.at(-1) as Partial<Record<string, string>>
      dates.push({ day: numberOf(day), month: Number(month), year: yearOf(year) })
      return ' ¤ '
    })
  }
  return { dates, rest }
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}

function yearOf(digits: string | undefined): number | null {
  return numberOf(digits?.length === 2 ? `20${digits}` : digits)
}

/** Whether a date says nothing that the other does not say. */
export function isWithin(date: DateFact, given: DateFact): boolean {
  return (
    date.month === given.month &&
    (date.day === null || date.day === given.day) &&
    (date.year === null || date.year === given.year)
  )
}
