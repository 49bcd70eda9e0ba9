import { addDays, addMonths, compareDates, isDate, type LocalDate, weekdayOf } from './calendar.ts'

/** What one expression of a day says. */
export type Day =
  | { readonly type: 'day'; readonly date: LocalDate }
  /** A weekday by itself: the coming ones that may be meant. Beside a date it only confirms it. */
  | { readonly type: 'weekday'; readonly weekday: number; readonly dates: readonly LocalDate[] }
  | { readonly type: 'refused'; readonly why: DayRefusal; readonly choices: readonly LocalDate[] }

/**
 * `past`: over already. `ambiguous`: it may be this or another. `vague`: no day by itself. `lunar`: of the lunar
 * calendar, which only the person can translate surely. `no_such_date`: 31/11. `too_far`: so many years ahead that a
 * birthday or a slip is likelier.
 */
export type DayRefusal = 'past' | 'ambiguous' | 'vague' | 'lunar' | 'no_such_date' | 'too_far'

export interface DaysRead {
  readonly days: readonly Day[]
  /** The signs with `D` in the place of each day. */
  readonly rest: string
}

const MAX_YEARS_ON = 5

type Groups = Readonly<Record<string, string | undefined>>
interface DayForm {
  readonly form: RegExp
  read(groups: Groups, today: LocalDate): Day
}

/** The first form that fits at a place counts, so the fuller stand before their parts. */
const FORMS: readonly DayForm[] = [
  { form: /lunar/, read: () => refused('lunar') },
  {
    form: /(?:day |first )?@(?<d>\d+)-(?<m>\d+)(?:-(?<y>\d+)| year #(?<y2>\d+)| (?<rel>year[01]))?(?!\S)/,
    read: written,
  },
  {
    form: /(?:day |first )?#(?<d>\d+) (?:day )?month #(?<m>\d+)(?: year #(?<y2>\d+)| #(?<y>20\d\d)| (?<rel>year[01]))?(?!\S)/,
    read: written,
  },
  { form: /(?:day |first )?#(?<d>\d+) (?<month>month[01])/, read: inMonth },
  { form: /#(?<n>\d+) (?<unit>days_on|weeks_on)/, read: later },
  { form: /(?:day|first) #(?<d>\d+)(?! (?:hour|half|less|month))(?!\S)/, read: dayOfMonth },
  { form: /weekend(?: (?<week>week[012]))?(?: (?:this|next|nay))?/, read: weekend },
  { form: /(?<week>week[012]) wd(?<n>\d)(?!\S)/, read: weekday },
  { form: /(?:day )?wd(?<n>\d)(?: (?<week>week[012])| (?<word>this|nay|next|after))?(?!\S)/, read: weekday },
  { form: /(?:\bvague\b|\bweek[012]\b|\bmonth[01]\b|\bdays_on\b|\bweeks_on\b)/, read: () => refused('vague') },
  { form: /\byesterday\b/, read: () => refused('past') },
  { form: /\bafter_tomorrow\b/, read: (_, today) => day(addDays(today, 2)) },
  { form: /\btomorrow\b/, read: (_, today) => day(addDays(today, 1)) },
  { form: /\b(?:today|nay)\b/, read: (_, today) => day(today) },
]

/** Finds all days that the signs name. */
export function readDays(signs: string, today: LocalDate): DaysRead {
  const days: Day[] = []
  let rest = signs
  for (const { form, read } of FORMS) {
    rest = rest.replace(new RegExp(`(?<!\\S)${form.source}`, 'g'), (...args) => {
      const groups = args.at(-1)
      days.push(read(typeof groups === 'object' && groups !== null ? groups : {}, today))
      return 'D'
    })
  }
  return { days, rest }
}

function day(date: LocalDate): Day {
  return { type: 'day', date }
}

function refused(why: DayRefusal, choices: readonly LocalDate[] = []): Day {
  return { type: 'refused', why, choices }
}

/** A day with its month, and perhaps its year; without one it is of this year. */
function written({ d, m, y, y2, rel }: Groups, today: LocalDate): Day {
  const date = { day: Number(d), month: Number(m), year: yearOf(y ?? y2, rel, today) }
  const turned = { ...date, day: date.month, month: date.day }
  if (date.year > today.year + MAX_YEARS_ON) return refused('too_far')
  if (!isDate(date)) return refused('no_such_date', isDate(turned) && compareDates(turned, today) >= 0 ? [turned] : [])
  if (compareDates(date, today) >= 0) return day(date)
  const years = Array.from({ length: 9 }, (_, i) => ({ ...date, year: today.year + i }))
  return refused('past', years.filter((other) => isDate(other) && compareDates(other, today) >= 0).slice(0, 1))
}

function yearOf(typed: string | undefined, relative: string | undefined, today: LocalDate): number {
  if (typed === undefined) return today.year + (relative === 'year1' ? 1 : 0)
  return typed.length <= 2 ? 2000 + Number(typed) : Number(typed)
}

function inMonth({ d, month }: Groups, today: LocalDate): Day {
  const date = { ...addMonths(today, month === 'month1' ? 1 : 0), day: Number(d) }
  if (!isDate(date)) return refused('no_such_date')
  return compareDates(date, today) >= 0 ? day(date) : refused('past', nextMonths(date.day, today))
}

/** "ngày 25": of this month while it is ahead. */
function dayOfMonth({ d }: Groups, today: LocalDate): Day {
  const date = { ...today, day: Number(d) }
  if (isDate(date) && compareDates(date, today) >= 0) return day(date)
  const choices = nextMonths(date.day, today)
  return refused(choices.length === 0 || !isDate(date) ? 'no_such_date' : 'past', choices)
}

function nextMonths(dayOfTheMonth: number, today: LocalDate): LocalDate[] {
  const date = { ...addMonths(today, 1), day: dayOfTheMonth }
  return isDate(date) ? [date] : []
}

/** Beyond this, "n ngày nữa" is no appointment. */
const MAX_DAYS_ON = 366

function later({ n, unit }: Groups, today: LocalDate): Day {
  const days = Number(n) * (unit === 'weeks_on' ? 7 : 1)
  return days <= MAX_DAYS_ON ? day(addDays(today, days)) : refused('vague')
}

/** Weeks begin on Monday: on a Wednesday, "thứ hai tuần sau" is five days away and "chủ nhật tuần này" four. */
function weekday({ n, week, word }: Groups, today: LocalDate): Day {
  const ahead = Number(n) - weekdayOf(today)
  if (week !== undefined) {
    const date = addDays(today, ahead + 7 * Number(week.slice(4)))
    return compareDates(date, today) >= 0 ? day(date) : refused('past', [addDays(date, 7)])
  }
  const coming = addDays(today, (ahead + 7) % 7)
  const after = addDays(coming, 7)
  if (word === 'after') return refused('ambiguous', [coming, after])
  const certain = ahead !== 0 || word !== undefined
  const dates = word === 'next' && ahead === 0 ? [after] : certain ? [coming] : [coming, after]
  return { type: 'weekday', weekday: Number(n), dates }
}

function weekend({ week }: Groups, today: LocalDate): Day {
  const monday = addDays(today, 1 - weekdayOf(today) + 7 * Number(week?.slice(4) ?? 0))
  const days = [addDays(monday, 5), addDays(monday, 6)]
  return refused(
    'vague',
    days.filter((date) => compareDates(date, today) >= 0),
  )
}
