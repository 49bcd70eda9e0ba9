import { plainOf } from '../../sheets/plain.ts'
import type { Weekday } from '../calendar.ts'
import type { RowReader } from './row-reader.ts'
import type { SheetWords } from './words.ts'

const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/** The days of the week in a cell, in the order of the week; none when it is empty or wrong. */
export function readWeekdays(row: RowReader): Weekday[] {
  const cell = row.cell('weekdays')
  const text = row.text('weekdays')
  if (text === '') return []
  // A date is what Excel makes of `2-4-6`.
  const days = cell instanceof Date ? null : weekdaysIn(text, row.words)
  if (days === null || days.length === 0) {
    row.fail('weekdays', 'weekdays', { value: text })
    return []
  }
  return days
}

/** null when the text says anything else. */
function weekdaysIn(text: string, words: SheetWords): Weekday[] | null {
  if (words.every_day.some((word) => plainOf(word) === plainOf(text))) return [...WEEK]
  const marks = marksOf(text, words)
  const days = new Set<Weekday>()
  for (const [index, mark] of marks.entries()) {
    const before = marks[index - 1]
    const after = marks[index + 1]
    if (typeof mark === 'number') days.add(mark)
    else if (mark === 'other' || typeof before !== 'number' || typeof after !== 'number') return null
    else for (const day of between(before, after)) days.add(day)
  }
  // `T2-T6` may be two days or five.
  if (days.size === 2 && /^[^-–]+[-–][^-–]+$/.test(text) && !marks.includes('until')) return null
  return WEEK.filter((day) => days.has(day))
}

type Mark = Weekday | 'until' | 'other'

function marksOf(text: string, words: SheetWords): Mark[] {
  const meanings = new Map<string, Mark | null>()
  for (const word of words.filler_words) meanings.set(plainOf(word), null)
  for (const word of words.until_words) meanings.set(plainOf(word), 'until')
  for (const day of WEEK) for (const word of words.weekdays[day]) meanings.set(plainOf(word), day)
  const longestFirst = [...meanings.keys()].sort((a, b) => b.length - a.length)
  const found = plainOf(text).match(new RegExp(`\\b(?:${longestFirst.join('|')})\\b|\\S+`, 'g')) ?? []
  return found.map((word) => (meanings.has(word) ? meanings.get(word) : 'other')).flatMap((mark) => mark ?? [])
}

function between(from: Weekday, to: Weekday): Weekday[] {
  return from <= to ? WEEK.filter((day) => day >= from && day <= to) : []
}
