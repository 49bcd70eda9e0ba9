import { describe, expect, it } from 'vitest'
import { nextDue, type Schedule, scheduleSchema } from '../../src/broadcasts/schedule.ts'
import { vietnamDate, vietnamTime } from '../../src/core/clock.ts'
import { instantOf, readDay, readMinutes } from '../../src/core/vietnam-day.ts'

/** UTC ms of `05/10/2026 07:30` in Việt Nam. */
function at(text: string): number {
  const [day = '', time = ''] = text.split(' ')
  return instantOf(readDay(day) ?? Number.NaN, readMinutes(time) ?? Number.NaN)
}

function timesAfter(schedule: Schedule, start: string, count: number): string[] {
  const times: string[] = []
  for (let due = nextDue(schedule, at(start)); due !== null && times.length < count; due = nextDue(schedule, due))
    times.push(`${vietnamDate(due)} ${vietnamTime(due)}`)
  return times
}

const MONTH = { from: '01/10/2026', to: '31/10/2026' }

describe('when a broadcast is due', () => {
  it.each<{ name: string; schedule: unknown; after: string; times: string[] }>([
    {
      name: 'once, later today',
      schedule: { type: 'once', at: '05/10/2026 08:00' },
      after: '05/10/2026 07:59',
      times: ['05/10/2026 08:00'],
    },
    {
      name: 'once, never again',
      schedule: { type: 'once', at: '05/10/2026 08:00' },
      after: '05/10/2026 08:00',
      times: [],
    },
    {
      name: 'daily between two days, both of them counted',
      schedule: { type: 'daily', at: '07:30', from: '30/09/2026', to: '02/10/2026' },
      after: '29/09/2026 12:00',
      times: ['30/09/2026 07:30', '01/10/2026 07:30', '02/10/2026 07:30'],
    },
    {
      name: 'daily, from the middle',
      schedule: { type: 'daily', at: '07:30', ...MONTH },
      after: '30/10/2026 07:30',
      times: ['31/10/2026 07:30'],
    },
    {
      name: 'weekly, on Monday and Sunday',
      schedule: { type: 'weekly', days: ['cn', 't2'], at: '19:00', ...MONTH },
      after: '01/10/2026 00:00',
      times: ['04/10/2026 19:00', '05/10/2026 19:00', '11/10/2026 19:00'],
    },
    {
      name: 'cron: twice a day on working days',
      schedule: { type: 'cron', expression: '0 8,17 * * 1-5', ...MONTH },
      after: '02/10/2026 08:00',
      times: ['02/10/2026 17:00', '05/10/2026 08:00', '05/10/2026 17:00'],
    },
    {
      name: 'cron: every second hour within a range',
      schedule: { type: 'cron', expression: '30 8-12/2 10 10 *', ...MONTH },
      after: '01/10/2026 00:00',
      times: ['10/10/2026 08:30', '10/10/2026 10:30', '10/10/2026 12:30'],
    },
    {
      name: 'cron: a day of the month or of the week, where both are given',
      schedule: { type: 'cron', expression: '0 8 10 * 0', ...MONTH },
      after: '04/10/2026 08:00',
      times: ['10/10/2026 08:00', '11/10/2026 08:00', '18/10/2026 08:00'],
    },
  ])('$name', ({ schedule, after, times }) => {
    expect(timesAfter(scheduleSchema.parse(schedule), after, 3)).toEqual(times)
  })

  it.each<{ schedule: unknown; says: RegExp }>([
    { schedule: { type: 'once', at: '31/02/2026 08:00' }, says: /day and time such as/ },
    { schedule: { type: 'once', at: '2026-10-05T08:00' }, says: /day and time such as/ },
    { schedule: { type: 'daily', at: '7:30', ...MONTH }, says: /time such as 07:30/ },
    { schedule: { type: 'daily', at: '07:30', from: '02/10/2026', to: '01/10/2026' }, says: /ends before it begins/ },
    { schedule: { type: 'cron', expression: '0 8 * *', ...MONTH }, says: /five fields/ },
    { schedule: { type: 'cron', expression: '0 25 * * *', ...MONTH }, says: /no hour/ },
    { schedule: { type: 'cron', expression: '*/5 * * * *', ...MONTH }, says: /more often than once an hour/ },
  ])('refuses $schedule', ({ schedule, says }) => {
    const parsed = scheduleSchema.safeParse(schedule)
    expect(parsed.error?.issues.map((issue) => issue.message).join('\n')).toMatch(says)
  })
})
