import type { LocalDate } from './calendar.ts'
import { judgeRest, type Moment, readMoment } from './moment.ts'
import type { MomentSayer } from './moment-said.ts'
import type { MomentSigns } from './moment-signs.ts'
import type { TimeOfDay } from './read-hours.ts'
import { type Reading, reconcile, unclear, understood } from './reading.ts'

export type TimeWhy =
  | 'empty'
  | 'not_understood'
  | 'approximate'
  | 'several'
  | 'ambiguous'
  | 'mismatch'
  | 'no_such_time'
  | 'vague'
/** Reads a time of the day, by the clock or as a part of the day. A day beside it is passed over. */
export type TimeReader = (text: string) => Reading<TimeOfDay, TimeWhy>

/** Days do not matter to a time; any will do to find where they stand. */
const ANY_DAY: LocalDate = { year: 2000, month: 1, day: 1 }

export function createTime(toSigns: MomentSigns, say: MomentSayer): TimeReader {
  function judge({ days, times, rest }: Moment): Reading<TimeOfDay, TimeWhy> {
    if (times === null) return unclear(days?.why === 'vague' && days.values.length === 0 ? 'vague' : 'not_understood')
    const choices = times.values.map(say.time)
    const why = judgeRest(rest.replace(/(?:about|after) (?=D)|(?<=D) (?:about|dash|next)(?= D)/g, '')) ?? times.why
    const [only] = choices
    return why === null && only ? understood(only) : unclear(why ?? 'not_understood', choices)
  }

  return (text) => {
    if (text.trim() === '') return unclear('empty')
    // A number alone is an hour: that is what was asked for.
    const readings = toSigns(text, 'time').map((signs) => signs.replace(/^#\d+$/, '$& hour'))
    const judged = readings.map((signs) => judge(readMoment(signs, ANY_DAY)))
    return reconcile(judged, { senseless: 'not_understood', ambiguous: 'ambiguous' })
  }
}
