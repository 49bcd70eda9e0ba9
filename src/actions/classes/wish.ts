import { z } from 'zod'
import { localTimeOf, weekdayOf } from '../../classes/calendar.ts'
import type { FoundClass } from '../../classes/find-classes.ts'
import { fold, normalise, tokens } from '../../core/text.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'
import { daysIn } from './wish-days.ts'
import { hoursIn } from './wish-hours.ts'
import type { WishWords } from './wish-words.ts'

const MAX_WORDS = 40
/** Days and hours are looked for among fewer: each stretch of them is read. */
const MAX_TIMED = 24
/** So much of a subject's words has to be said for it to be meant. */
const MEANT = 0.5

/** What somebody said of the class they look for; kept within their form, also by versions that knew no hours. */
export const wishSchema = z.object({
  words: z.array(z.string()),
  days: z.array(z.string()).default([]),
  /** Monday 1 to Sunday 7. */
  weekdays: z.array(z.number()).default([]),
  /** When it should begin, in minutes after midnight, both included. */
  hours: z.array(z.object({ from: z.number(), to: z.number() })).default([]),
})
export type Wish = z.infer<typeof wishSchema>

/** What reads wishes. */
export interface WishReaders {
  readonly moments: Pick<MomentReaders, 'date' | 'time'>
  readonly wishWords: WishWords
}

/** The words of a message, without accents, and the days and hours that it names: "lớp chữ ký số tối thứ 5", "sau 17h". */
export function readWish(text: string, { moments, wishWords }: WishReaders, now: number): Wish {
  const typed = text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_TIMED)
  const words = tokens(fold(normalise(text))).slice(0, MAX_WORDS)
  const { days, weekdays } = daysIn(typed, moments.date, now)
  return { words, days: [...days], weekdays: [...weekdays], hours: [...hoursIn(typed, moments, wishWords, now)] }
}

/** Classes by whether they begin when somebody wishes, each kind with those first whose subject was named. */
export interface SuitingClasses {
  /** All of them, where no time was named. */
  readonly suiting: readonly FoundClass[]
  readonly others: readonly FoundClass[]
}

/** Parts classes by a wish; among equals they stay in the order they came. */
export function bySuiting(classes: readonly FoundClass[], wish: Wish): SuitingClasses {
  const said = new Set(wish.words)
  const inOrder = classes.toSorted((a, b) => saidOf(b.subject, said) - saidOf(a.subject, said))
  const { suiting = [], others = [] } = Object.groupBy(inOrder, (one) => (isInTime(one, wish) ? 'suiting' : 'others'))
  return { suiting, others }
}

function isInTime({ startsAt }: FoundClass, { days, weekdays, hours }: Wish): boolean {
  const { day, time } = localTimeOf(startsAt)
  const onDay = days.length + weekdays.length === 0 || days.includes(day) || weekdays.includes(weekdayOf(day))
  return onDay && (hours.length === 0 || hours.some(({ from, to }) => from <= time && time <= to))
}

/** How much of a subject's words were said, 0 to 1; 0 when too few to mean it. */
function saidOf(subject: string, said: ReadonlySet<string>): number {
  const words = tokens(fold(normalise(subject)))
  const share = words.length === 0 ? 0 : words.filter((word) => said.has(word)).length / words.length
  return share < MEANT ? 0 : share
}
