import { describe, expect, it } from 'vitest'
import { createCalendar, type Week } from '../../src/calendar/calendar.ts'
import { readCalendar } from '../../src/calendar/read-calendar.ts'
import { readCalendarTexts, sayOpening } from '../../src/calendar/say-opening.ts'
import type { ProvinceId } from '../../src/core/ids.ts'

const calendar = readCalendar('.')
const texts = readCalendarTexts('.')
const giaLai = 'gia-lai' as ProvinceId

/** A time in Viet Nam, written `2026-11-23 07:30`, as UTC ms. */
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}:00+07:00`)

describe('offices', () => {
  it.each([
    { time: '2026-11-23 07:29', open: false },
    { time: '2026-11-23 07:30', open: true },
    { time: '2026-11-23 11:29', open: true },
    { time: '2026-11-23 11:30', open: false },
    { time: '2026-11-23 13:30', open: true },
    { time: '2026-11-23 17:00', open: false },
    { time: '2026-11-21 09:00', open: false },
    { time: '2026-11-22 09:00', open: false },
    { time: '2026-02-17 09:00', open: false },
    { time: '2026-02-23 09:00', open: true },
    { time: '2026-04-27 09:00', open: false },
    { time: '2026-08-22 09:00', open: true },
    { time: '2027-02-05 09:00', open: false },
    { time: '2027-02-12 09:00', open: true },
    { time: '2027-05-03 09:00', open: false },
  ])('are open at $time: $open', ({ time, open }) => {
    expect(calendar.isOpen(at(time), giaLai)).toBe(open)
    expect(calendar.isOpen(at(time), null)).toBe(open)
  })

  it.each([
    { now: '2026-11-23 09:12', next: '2026-11-23 09:12', name: 'at once while they are open' },
    { now: '2026-11-23 05:00', next: '2026-11-23 07:30', name: 'in the morning' },
    { now: '2026-11-23 12:00', next: '2026-11-23 13:30', name: 'after the noon rest' },
    { now: '2026-11-20 17:00', next: '2026-11-23 07:30', name: 'after the weekend' },
    { now: '2026-11-23 20:00', next: '2026-11-25 07:30', name: 'after Vietnamese Culture Day' },
    { now: '2026-12-31 23:59', next: '2027-01-04 07:30', name: 'after New Year and a weekend' },
    { now: '2027-02-04 17:30', next: '2027-02-12 07:30', name: 'after Tết' },
    { now: '2027-04-15 18:00', next: '2027-04-19 07:30', name: 'after Giỗ Tổ' },
  ])('open next $name', ({ now, next }) => {
    expect(calendar.nextOpening(at(now), giaLai)).toBe(at(next))
  })

  it.each([
    { from: '2026-11-23 08:00', minutes: 30, until: '2026-11-23 08:30' },
    { from: '2026-11-23 11:20', minutes: 30, until: '2026-11-23 13:50' },
    { from: '2026-11-23 16:50', minutes: 30, until: '2026-11-25 07:50' },
    { from: '2026-11-21 02:00', minutes: 60, until: '2026-11-23 08:30' },
    { from: '2026-11-23 07:30', minutes: 450, until: '2026-11-23 17:00' },
  ])('have worked $minutes minutes since $from at $until', ({ from, minutes, until }) => {
    expect(calendar.addWorkingMinutes(at(from), minutes, giaLai)).toBe(at(until))
  })

  it('may keep hours of their own in a province', () => {
    const saturday: Week = new Map([['t7', [{ from: 480, to: 690 }]]])
    const own = createCalendar({
      week: new Map([['t2', [{ from: 450, to: 690 }]]]),
      weeks: new Map([[giaLai, saturday]]),
      holidays: new Set(),
      worked: new Map(),
    })
    expect(own.nextOpening(at('2026-11-20 09:00'), giaLai)).toBe(at('2026-11-21 08:00'))
    expect(own.nextOpening(at('2026-11-20 09:00'), 'ha-tinh' as ProvinceId)).toBe(at('2026-11-23 07:30'))
  })
})

describe('an opening', () => {
  it.each([
    { time: '2026-11-23 07:30', said: 'thứ Hai 23/11/2026, từ 7 giờ 30' },
    { time: '2026-11-29 13:00', said: 'Chủ nhật 29/11/2026, từ 13 giờ' },
  ])('is said as "$said"', ({ time, said }) => {
    expect(sayOpening(at(time), texts)).toBe(said)
  })
})
