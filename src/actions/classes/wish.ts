import { z } from 'zod'
import { type Day, dayOf, localTimeOf } from '../../classes/calendar.ts'
import type { FoundClass } from '../../classes/find-classes.ts'
import { fold, normalise, tokens } from '../../core/text.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'

const MAX_WORDS = 40
/** A day is said in so many words at most: "thứ bảy tuần sau". */
const DAY_WORDS = 4
/** So much of a subject's words has to be said for it to be meant. */
const MEANT = 0.5

/** What somebody said of the class they look for; kept within their form. */
export const wishSchema = z.object({ words: z.array(z.string()), day: z.string().nullable() })
export type Wish = z.infer<typeof wishSchema>

/** The words of a message, without accents, and the day it names, if one: "lớp chữ ký số chủ nhật này". */
export function readWish(text: string, { date }: MomentReaders, now: number): Wish {
  const typed = text.split(/\s+/).filter((word) => word !== '')
  const words = tokens(fold(normalise(text))).slice(0, MAX_WORDS)
  return { words, day: dayIn(typed.slice(0, MAX_WORDS), date, now) }
}

/** The day that the longest stretch of words names. */
function dayIn(words: readonly string[], date: MomentReaders['date'], now: number): Day | null {
  for (let length = Math.min(DAY_WORDS, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const read = date(words.slice(start, start + length).join(' '), now)
      if (read.type === 'understood') return dayOf(read.value.year, read.value.month, read.value.day)
    }
  }
  return null
}

/** The classes with those first that suit a wish in day and subject; else in the order they came. */
export function bySuiting(classes: readonly FoundClass[], wish: Wish): FoundClass[] {
  const said = new Set(wish.words)
  const score = (found: FoundClass) =>
    Number(wish.day === localTimeOf(found.startsAt).day) + saidOf(found.subject, said)
  return classes.toSorted((a, b) => score(b) - score(a))
}

/** How much of a subject's words were said, 0 to 1; 0 when too few to mean it. */
function saidOf(subject: string, said: ReadonlySet<string>): number {
  const words = tokens(fold(normalise(subject)))
  const share = words.length === 0 ? 0 : words.filter((word) => said.has(word)).length / words.length
  return share < MEANT ? 0 : share
}
