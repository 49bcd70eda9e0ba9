import { dayOf, minutesOf, weekdayOf as weekdayOfNumber } from '../../core/vietnam-day.ts'

/** A day in the calendar, without a time zone; `month` 1 to 12. */
export interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A day and the minutes since its midnight. */
export interface LocalMoment {
  readonly date: LocalDate
  readonly minutes: number
}

/** What calendar and clock show in Việt Nam at an instant (UTC ms). */
export function vietnamMoment(instant: number): LocalMoment {
  return { date: dateOfDays(dayOf(instant)), minutes: minutesOf(instant) }
}

/** Monday 1 to Sunday 7. */
export function weekdayOf(date: LocalDate): number {
  return weekdayOfNumber(daysOf(date))
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDays(daysOf(date) + days)
}

/** Negative where `a` is the earlier day, 0 for the same. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return daysOf(a) - daysOf(b)
}

export function isDate({ year, month, day }: LocalDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** `count` months on from the first of a month. */
export function addMonths({ year, month }: { year: number; month: number }, count: number) {
  const months = year * 12 + month - 1 + count
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Days since 1 January 1970, counting years from March so that a leap day is the last of its year. */
function daysOf({ year, month, day }: LocalDate): number {
  const years = month <= 2 ? year - 1 : year
  const era = Math.floor(years / 400)
  const yearOfEra = years - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function dateOfDays(days: number): LocalDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
