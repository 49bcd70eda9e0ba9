import { fold, normalise } from '../../core/text.ts'
import type { Minutes } from '../../core/vietnam-day.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'
import type { TimeOfDay } from '../../engine/expects/read-hours.ts'
import { readStretches, type Stretch } from './stretches.ts'
import type { WishWords } from './wish-words.ts'

/** When a class should begin: minutes after midnight, both included. */
export interface WishedHours {
  readonly from: Minutes
  readonly to: Minutes
}

/** A time is said in so many words at most: "7 giờ rưỡi tối". */
const TIME_WORDS = 4
const LAST_MINUTE = 1439

/** The times of the day that a text names; any of them will do. None: it says nothing of it. */
export function hoursIn(
  typed: readonly string[],
  { date, time }: Pick<MomentReaders, 'date' | 'time'>,
  words: WishWords,
  now: number,
): readonly WishedHours[] {
  const folded = typed.map((word) => fold(normalise(word)))
  const text = ` ${folded.join(' ')} `
  if (words.after_work.words.some((phrase) => text.includes(` ${phrase} `)))
    return [{ from: words.after_work.from, to: LAST_MINUTE }]
  const isDay = (some: readonly string[]) => date(some.join(' '), now).type === 'understood'
  return readStretches(typed, TIME_WORDS, (stretch) => {
    const values = isSure(stretch, words, isDay) ? namedTimes(time, stretch.words, words) : []
    if (values.length === 0) return null
    const clocks = values.flatMap((value) => ('part' in value ? [] : [value.hour * 60 + value.minute]))
    const parts = values.flatMap((value) => ('part' in value ? [words.parts[value.part]] : []))
    return [...parts, ...around(clocks, folded, stretch, words)]
  }).flat()
}

/** "Toi" alone is rather the person than the evening. */
function isSure(
  { words: typed }: Stretch,
  { unsure, beside }: WishWords,
  isDay: (words: readonly string[]) => boolean,
): boolean {
  if (!typed.some((word) => unsure.includes(word.toLowerCase()))) return true
  return typed.some((word) => /\d/.test(word) || beside.includes(fold(normalise(word)))) || isDay(typed)
}

/** "7h" may be in the morning or in the evening: then both. A bare number is a time only beside a part of the day. */
function namedTimes(time: MomentReaders['time'], typed: readonly string[], { clock }: WishWords): readonly TimeOfDay[] {
  const others = typed.filter((word) => !/^\d+$/.test(word))
  const isBare = others.length < typed.length && !others.some((word) => clock.includes(fold(normalise(word))))
  if (isBare && time(others.join(' ')).type !== 'understood') return []
  const reading = time(typed.join(' '))
  if (reading.type === 'understood') return [reading.value]
  return reading.why === 'ambiguous' ? (reading.choices ?? []).map(({ value }) => value) : []
}

function around(
  clocks: readonly Minutes[],
  folded: readonly string[],
  { start, words: typed }: Stretch,
  { after, before, onwards, around_minutes: most }: WishWords,
): WishedHours[] {
  if (clocks.length === 0) return []
  const ahead = folded[start - 1] ?? ''
  const behind = folded.slice(start + typed.length).join(' ')
  // "Sau 5h" is said of the afternoon.
  if (after.includes(ahead) || onwards.some((phrase) => `${behind} `.startsWith(`${phrase} `)))
    return [{ from: Math.max(...clocks), to: LAST_MINUTE }]
  if (before.includes(ahead)) return [{ from: 0, to: Math.min(...clocks) }]
  return clocks.map((clock) => ({ from: clock - most, to: clock + most }))
}
