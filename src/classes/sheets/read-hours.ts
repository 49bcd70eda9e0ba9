import { type Minutes, showMinutes } from '../../core/vietnam-day.ts'
import { plainOf } from '../../sheets/plain.ts'
import type { Cell } from '../../sheets/table.ts'
import type { RowReader } from './row-reader.ts'
import type { Field, SheetWords } from './words.ts'

const DAY_MINUTES = 1440
/** `19:30`, `19h30`, `19 giờ 30`, `19h`, `7g30`, with the word that follows. */
const TIME = /(\d{1,2})\s*(?:(?:giờ|gio|h|g|:)\s*(\d{2})?)\s*(?:phút|phut|p\b)?\s*(\p{L}+)?/giu

/** Begin and end of a lesson, from one cell (`19h30 - 21h`) or two; null when they are wrong. */
export function readHours(row: RowReader): { readonly start: Minutes; readonly end: Minutes } | null {
  const first = timesOf(row, 'start')
  const second = timesOf(row, 'end')
  if (first === null || second === null) return null
  const [start, endThere] = first
  if (start === undefined) return row.fail('start', 'missing', { example: row.words.examples.start ?? '' })
  const [endHere] = second
  if (second.length > 1) return row.fail('end', 'time', { value: row.text('end') })
  if (endThere !== undefined && endHere !== undefined && endThere !== endHere)
    return row.fail('end', 'end_twice', { one: showMinutes(endThere), other: showMinutes(endHere) })
  const end = endThere ?? endHere ?? start + row.words.lesson_minutes
  if (end <= start) {
    const field = endHere === undefined ? 'start' : 'end'
    return row.fail(field, 'hours_order', { start: showMinutes(start), end: showMinutes(end) })
  }
  return { start, end }
}

/** One time in a text, as minutes after midnight; null when there is none, or more than that. */
export function readTime(text: string, words: SheetWords): Minutes | null {
  const [time, another] = timesIn(text, words) ?? []
  return time === undefined || another !== undefined ? null : time
}

/** The times of a cell, at most two; null when it is wrong, none when it is empty. */
function timesOf(row: RowReader, field: Field): Minutes[] | null {
  const cell = row.cell(field)
  if (cell === null) return []
  const exact = minutesOfCell(cell)
  if (exact !== null) return [exact]
  const times = typeof cell === 'string' ? timesIn(cell.normalize('NFC'), row.words) : null
  return times ?? row.fail(field, 'time', { value: row.text(field) })
}

function minutesOfCell(cell: Cell): Minutes | null {
  if (cell instanceof Date) return ((Math.round(cell.getTime() / 60_000) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  return typeof cell === 'number' && cell > 0 && cell < 1 ? Math.round(cell * DAY_MINUTES) : null
}

function timesIn(text: string, words: SheetWords): Minutes[] | null {
  const afternoon = new Set(words.afternoon.map(plainOf))
  const times: (Minutes | null)[] = []
  const rest = text.replace(TIME, (_, hours: string, minutes: string | undefined, word: string | undefined) => {
    const noon = word !== undefined && afternoon.has(plainOf(word)) && Number(hours) < 12 ? 12 : 0
    times.push(timeTyped(Number(hours) + noon, Number(minutes ?? 0)))
    return ' '
  })
  const good = times.filter((time) => time !== null)
  return /\d/.test(rest) || good.length !== times.length || times.length === 0 || times.length > 2 ? null : good
}

function timeTyped(hours: number, minutes: number): Minutes | null {
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null
}
