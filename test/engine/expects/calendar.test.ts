import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  compareDates,
  isDate,
  vietnamMoment,
  weekdayOf,
} from '../../../src/engine/expects/calendar.ts'

const anyDate = fc
  .record({
    year: fc.integer({ min: 1900, max: 2200 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .filter(isDate)

describe('the calendar', () => {
  it('agrees with the language about days and weekdays', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -900, max: 900 }), (date, days) => {
        const there = new Date(Date.UTC(date.year, date.month - 1, date.day + days))
        const moved = addDays(date, days)
        expect(moved).toEqual({ year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.getUTCDate() })
        expect(weekdayOf(moved)).toBe(there.getUTCDay() || 7)
        expect(Math.sign(compareDates(moved, date))).toBe(Math.sign(days))
      }),
    )
  })

  it.each([
    { day: { year: 2026, month: 2, day: 29 }, real: false },
    { day: { year: 2028, month: 2, day: 29 }, real: true },
    { day: { year: 2100, month: 2, day: 29 }, real: false },
    { day: { year: 2000, month: 2, day: 29 }, real: true },
    { day: { year: 2026, month: 4, day: 31 }, real: false },
    { day: { year: 2026, month: 13, day: 1 }, real: false },
    { day: { year: 2026, month: 1, day: 0 }, real: false },
  ])('knows whether $day.day/$day.month/$day.year is a day: $real', ({ day, real }) => {
    expect(isDate(day)).toBe(real)
  })

  it.each([
    { at: Date.UTC(2026, 10, 18, 16, 59), shows: { date: { year: 2026, month: 11, day: 18 }, minutes: 23 * 60 + 59 } },
    { at: Date.UTC(2026, 10, 18, 17, 0), shows: { date: { year: 2026, month: 11, day: 19 }, minutes: 0 } },
    { at: Date.UTC(2026, 11, 31, 17, 30), shows: { date: { year: 2027, month: 1, day: 1 }, minutes: 30 } },
  ])('shows the day of Việt Nam at $at', ({ at, shows }) => {
    expect(vietnamMoment(at)).toEqual(shows)
  })

  it('goes over the end of the year by months', () => {
    expect(addMonths({ year: 2026, month: 12 }, 1)).toEqual({ year: 2027, month: 1 })
    expect(addMonths({ year: 2026, month: 11 }, 1)).toEqual({ year: 2026, month: 12 })
  })
})
