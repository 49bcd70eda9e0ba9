import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/calendar/days.ts'
import { dayWith, localTimeOf, showDay, weekdayOf } from '../../src/classes/calendar.ts'
import { sessionsOf, type WeeklySchedule } from '../../src/classes/schedule.ts'
import { showMinutes } from '../../src/core/vietnam-day.ts'
import { at, day } from './support/samples.ts'

const MONDAYS: WeeklySchedule = {
  kind: 'weekly',
  weekdays: [1],
  from: day('2026-10-05'),
  until: null,
  count: 3,
  start: 19 * 60 + 30,
  end: 21 * 60,
  onHolidays: false,
  cancelled: [],
  moved: [],
}

function lessons(change: Partial<WeeklySchedule>, holidays: string[] = []): string[] {
  return sessionsOf({ ...MONDAYS, ...change }, new Set(holidays.map(day))).map(({ number, startsAt, status }) => {
    const text = `${number} ${localTimeOf(startsAt).day.slice(5)}`
    return status === 'planned' ? text : `${text} ${status}`
  })
}

describe('the lessons of a schedule', () => {
  it('are one lesson on one date', () => {
    const single = { kind: 'once', date: day('2026-10-05'), start: 19 * 60 + 30, end: 21 * 60 } as const
    expect(sessionsOf(single, new Set([day('2026-10-05')]))).toEqual([
      { number: 1, startsAt: at('2026-10-05', '19:30'), endsAt: at('2026-10-05', '21:00'), status: 'planned' },
    ])
  })

  it.each<{ name: string; change: Partial<WeeklySchedule>; holidays?: string[]; expected: string[] }>([
    { name: 'as many as are counted', change: {}, expected: ['1 10-05', '2 10-12', '3 10-19'] },
    {
      name: 'until a day, which is included',
      change: { count: null, until: day('2026-10-12') },
      expected: ['1 10-05', '2 10-12'],
    },
    {
      name: 'whichever comes first',
      change: { until: day('2026-10-18') },
      expected: ['1 10-05', '2 10-12'],
    },
    {
      name: 'on several days of the week, from the day it begins',
      change: { weekdays: [1, 3, 7], from: day('2026-10-06'), count: 4 },
      expected: ['1 10-07', '2 10-11', '3 10-12', '4 10-14'],
    },
    {
      name: 'later when a holiday is left out',
      change: {},
      holidays: ['2026-10-12'],
      expected: ['1 10-05', '2 10-19', '3 10-26'],
    },
    {
      name: 'on holidays too when asked for',
      change: { onHolidays: true },
      holidays: ['2026-10-12'],
      expected: ['1 10-05', '2 10-12', '3 10-19'],
    },
    {
      name: 'with one cancelled, which still counts',
      change: { cancelled: [day('2026-10-12')] },
      expected: ['1 10-05', '2 10-12 cancelled', '3 10-19'],
    },
    {
      name: 'with one moved, which keeps its number',
      change: { moved: [{ from: day('2026-10-12'), to: day('2026-10-20') }] },
      expected: ['1 10-05', '2 10-20 moved', '3 10-19'],
    },
  ])('are $name', ({ change, holidays, expected }) => {
    expect(lessons(change, holidays)).toEqual(expected)
  })
})

describe('days', () => {
  it('are days of the calendar', () => {
    expect(dayWith(2026, 10, 5)).toBe('2026-10-05')
    expect(dayWith(2026, 2, 29)).toBeNull()
    expect(dayWith(2026, 13, 1)).toBeNull()
    expect(addDays(day('2026-12-31'), 1)).toBe('2027-01-01')
    expect([weekdayOf(day('2026-10-05')), weekdayOf(day('2026-10-11'))]).toEqual([1, 7])
    expect([showDay(day('2026-10-05')), showMinutes(450)]).toEqual(['05/10/2026', '07:30'])
  })

  it('begin at midnight in Vietnam', () => {
    expect(at('2026-10-05')).toBe(Date.UTC(2026, 9, 4, 17))
    expect(localTimeOf(at('2026-10-05') - 1)).toEqual({ day: '2026-10-04', time: 1439 })
  })
})
