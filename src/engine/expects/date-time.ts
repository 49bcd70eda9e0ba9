import { addDays, compareDates, type LocalDate, type LocalMoment, vietnamMoment } from './calendar.ts'
import type { DateWhy } from './date.ts'
import { judgeRest, type Moment, readMoment } from './moment.ts'
import type { DayAndTime, MomentSayer } from './moment-said.ts'
import type { MomentSigns } from './moment-signs.ts'
import type { TimeOfDay } from './read-hours.ts'
import { type Option, type Reading, reconcile, unclear, understood } from './reading.ts'
import type { TimeWhy } from './time.ts'

export type DateTimeWhy = DateWhy | TimeWhy | 'date_missing' | 'time_missing'
/** Reads a day together with its time from `now` (UTC ms) on: "tối thứ 4 tuần sau lúc 7h", "sáng chủ nhật". */
export type DateTimeReader = (text: string, now: number) => Reading<DayAndTime, DateTimeWhy>

export function createDateTime(toSigns: MomentSigns, say: MomentSayer): DateTimeReader {
  function judge({ days, times, rest, signs }: Moment, now: LocalMoment): Reading<DayAndTime, DateTimeWhy> {
    if (days?.why === 'lunar') return unclear('lunar')
    const caution = judgeRest(rest)
    if (days === null || times === null) {
      if (caution !== null || (days === null && times === null)) return unclear(caution ?? 'not_understood')
      return unclear(days === null ? 'date_missing' : days.values.length === 0 && days.why ? days.why : 'time_missing')
    }
    const dates = atNight(signs) ? days.values.flatMap((date) => [date, addDays(date, 1)]) : days.values
    const all = dates.flatMap((date) => times.values.map((time) => say.both(date, time)))
    const ahead = all.filter(({ value }) => !isOver(value, now))
    const why = caution ?? days.why ?? times.why ?? (all.length > 1 ? 'ambiguous' : null)
    return all.length > 0 && ahead.length === 0 ? unclear('past') : verdict(why, ahead)
  }

  return (text, now) => {
    if (text.trim() === '') return unclear('empty')
    const local = vietnamMoment(now)
    const readings = toSigns(text, 'day').map((signs) => judge(readMoment(signs, local.date), local))
    return reconcile(readings, { senseless: 'not_understood', ambiguous: 'ambiguous' })
  }
}

function verdict(why: DateTimeWhy | null, options: readonly Option<DayAndTime>[]): Reading<DayAndTime, DateTimeWhy> {
  const [only] = options
  return why === null && only ? understood(only) : unclear(why ?? 'not_understood', options)
}

/** "12h đêm thứ bảy" begins Saturday to some and ends it to others. */
function atNight(signs: string): boolean {
  return /(?:#12 hour|~12:\d+) (?:night|eve)|(?:night|eve) (?:#12 hour|~12:)|midnight/.test(signs)
}

function isOver({ date, time }: { date: LocalDate; time: TimeOfDay }, now: LocalMoment): boolean {
  if (compareDates(date, now.date) !== 0) return compareDates(date, now.date) < 0
  return 'hour' in time && time.hour * 60 + time.minute <= now.minutes
}
