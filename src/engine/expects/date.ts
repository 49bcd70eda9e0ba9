import { type LocalDate, vietnamMoment } from './calendar.ts'
import { judgeRest, type Moment, readMoment } from './moment.ts'
import type { MomentSayer } from './moment-said.ts'
import type { MomentSigns } from './moment-signs.ts'
import type { DayRefusal } from './read-days.ts'
import { type Reading, reconcile, unclear, understood } from './reading.ts'

export type DateWhy = 'empty' | 'not_understood' | 'approximate' | 'several' | 'mismatch' | DayRefusal
/** Reads a day from `now` (UTC ms) on, as the calendar of Việt Nam has it. A time beside it is passed over. */
export type DateReader = (text: string, now: number) => Reading<LocalDate, DateWhy>

export function createDate(toSigns: MomentSigns, say: MomentSayer): DateReader {
  function judge({ days, rest }: Moment): Reading<LocalDate, DateWhy> {
    if (days === null) return unclear('not_understood')
    const choices = days.values.map(say.day)
    if (days.why === 'lunar') return unclear('lunar')
    const why = judgeRest(rest.replace(/(?:about|after) (?=T)|(?<=T) (?:about|dash|next)(?= T)/g, '')) ?? days.why
    const [only] = choices
    return why === null && only ? understood(only) : unclear(why ?? 'not_understood', choices)
  }

  return (text, now) => {
    if (text.trim() === '') return unclear('empty')
    const today = vietnamMoment(now).date
    const readings = toSigns(text, 'day').map((signs) => judge(readMoment(signs, today)))
    return reconcile(readings, { senseless: 'not_understood', ambiguous: 'ambiguous' })
  }
}
