import type { Schedule } from '../../broadcasts/schedule.ts'
import { fold, normalise } from '../../core/text.ts'
import {
  calendarOf,
  type Day,
  dayOf,
  type Minutes,
  minutesOf,
  readDay,
  showDay,
  showMinutes,
} from '../../core/vietnam-day.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'

const MAX_CHARS = 200
const AT_ONCE = /^(?:gui )?(?:ngay|ngay bay gio|luon|bay gio|ngay khi (?:duoc )?duyet)$/
const EVERY_DAY = /\b(?:moi|hang) ngay\b/
const EVERY_WEEK = /\b(?:moi|hang) tuan\b/
const WEEKDAY = /\b(?:thu (?<number>[2-7]|hai|ba|tu|nam|sau|bay)|t(?<short>[2-7])|(?<sunday>chu nhat|cn))\b/g
const NUMBERS: Readonly<Record<string, string>> = { hai: '2', ba: '3', tu: '4', nam: '5', sau: '6', bay: '7' }
const TIME = /(?<![\d/])(?<hour>\d{1,2})\s*(?:(?::|h|g|gio)\s*(?<minute>\d{2})|(?:h|g|gio)(?<half> ruoi)?)(?![\d/])/g
const DATE = /(?<![\d/])(?<date>\d{1,2})\/(?<month>\d{1,2})(?:\/(?<year>\d{4}))?(?![\d/])/g

/**
 * Reads when an announcement is to go out, from `now` (UTC ms) on: `07:30 ngày 05/10`, `mỗi ngày 05/10–10/10 lúc 07:30`,
 * `thứ 2 hằng tuần …`, `gửi ngay`, or a moment in any words that `moments` know. A day without a year is the next one of
 * that name. Null where it is not clear.
 */
export function readWhen(text: string, now: number, moments: Pick<MomentReaders, 'dateTime'>): Schedule | null {
  if (text.length > MAX_CHARS) return null
  const folded = fold(normalise(text)).replace(/[\s.!?]+$/, '')
  if (AT_ONCE.test(folded)) return { type: 'once', at: momentSaid(dayOf(now), minutesOf(now)) }
  const times = timesIn(folded)
  const days = daysIn(folded, now)
  const [time, ...otherTimes] = times
  const repeated = EVERY_DAY.test(folded) || EVERY_WEEK.test(folded)
  if (repeated) {
    const [from, to = from, ...otherDays] = days
    if (time === undefined || otherTimes.length > 0 || from === undefined || to === undefined || otherDays.length > 0)
      return null
    const span = { at: showMinutes(time), from: showDay(from), to: showDay(to) }
    if (to < from) return null
    if (EVERY_DAY.test(folded)) return { type: 'daily', ...span }
    const weekdays = weekdaysIn(folded)
    return weekdays.length === 0 ? null : { type: 'weekly', days: weekdays, ...span }
  }
  const [day, ...otherDays] = days
  if (time !== undefined && day !== undefined)
    return otherTimes.length + otherDays.length === 0 ? { type: 'once', at: momentSaid(day, time) } : null
  const read = moments.dateTime(text, now)
  if (read.type !== 'understood' || !('hour' in read.value.time)) return null
  const { date, time: said } = read.value
  const two = (part: number) => String(part).padStart(2, '0')
  return {
    type: 'once',
    at: `${two(date.day)}/${two(date.month)}/${date.year} ${two(said.hour)}:${two(said.minute)}`,
  }
}

function timesIn(folded: string): Minutes[] {
  return [...folded.matchAll(TIME)].flatMap(({ groups }) => {
    const hours = Number(groups?.hour)
    const minutes = groups?.half ? 30 : Number(groups?.minute ?? 0)
    return hours < 24 && minutes < 60 ? [hours * 60 + minutes] : []
  })
}

function daysIn(folded: string, now: number): Day[] {
  const today = dayOf(now)
  return [...folded.matchAll(DATE)].flatMap(({ groups }) => {
    const two = (part: string | undefined) => (part ?? '').padStart(2, '0')
    const of = (year: string | number) => readDay(`${two(groups?.date)}/${two(groups?.month)}/${year}`)
    const { year } = calendarOf(today)
    const day = groups?.year ? of(groups.year) : [of(year), of(year + 1)].find((one) => one !== null && one >= today)
    return day === null || day === undefined ? [] : [day]
  })
}

type Weekday = Extract<Schedule, { type: 'weekly' }>['days'][number]

function weekdaysIn(folded: string): Weekday[] {
  const found = [...folded.matchAll(WEEKDAY)].map(({ groups }): Weekday => {
    if (groups?.sunday) return 'cn'
    const number = groups?.short ?? NUMBERS[groups?.number ?? ''] ?? groups?.number ?? '2'
    return `t${number}` as Weekday
  })
  return [...new Set(found)]
}

function momentSaid(day: Day, minutes: Minutes): string {
  return `${showDay(day)} ${showMinutes(minutes)}`
}
