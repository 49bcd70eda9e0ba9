import type { ClassCode } from '../../../classes/class.ts'
import { normalisePhone } from '../../../classes/person-index.ts'
import { fold, normalise } from '../../../core/text.ts'
import type { ClassCommand, ClassCommandReader } from './class-command.ts'
import { anyOf, type DeskWords, PLAIN_COMMANDS, type PlainCommand } from './desk-words.ts'
import { readAttendance } from './read-attendance.ts'

/** As in the spreadsheets: a few letters and a number. With a space between them only `LC 12` is a code. */
const CODE = String.raw`(?<code>lc[\s.\-_]*\d{1,6}|[a-z]{1,4}[.\-_]?\d{1,6})(?![0-9a-z])`
/** What is written to a class may be long; everything that citizens write is looked at here. */
const MAX_CHARS = 2000
/** A roll call without the word "điểm danh" says at least that somebody came or did not. */
const SAYS_WHO = /(?:co mat|co den|vang|vang mat|khong den|di hoc)\s*[.!]*$/

/**
 * A reader of `lớp hôm nay`, `danh sách LC12`, `còn chỗ không`, `thêm Nguyễn Văn An 0912345678 vào LC12`, `dời LC12 sang
 * 19h thứ 6`, `nhắn cả lớp LC12: …` and the others of `data/classes/desk-words.yaml`, with or without accents, with or
 * without a class.
 */
export function createClassCommandReader(words: DeskWords): ClassCommandReader {
  const plain = new Map<string, PlainCommand>(
    PLAIN_COMMANDS.flatMap((command) => words.commands[command].map((phrase) => [phrase, command] as const)),
  )
  const of = String.raw`(?:${anyOf(words.of)}\s+)?`
  const before = String.raw`^\s*(?:${anyOf(words.before)}\s+)*`
  const after = String.raw`(?:\s+${anyOf(words.after)})*[\s.!?]*$`
  const codeWithin = new RegExp(`(?<![a-z0-9])${of}${CODE}`)
  const bareCode = new RegExp(`(?<![a-z0-9])${CODE}`)
  const polite = {
    before: new RegExp(String.raw`^${anyOf(words.before)}\s+`),
    after: new RegExp(String.raw`\s+${anyOf(words.after)}$`),
  }
  const begin = (list: readonly string[]) => `${before}${anyOf(list)}(?![a-z0-9])`
  const mark = new RegExp(String.raw`${before}diem danh(?:\s+${of}${CODE})?\s*[:;,–-]?\s*(?<rest>\S.*)$`)
  const add = new RegExp(
    String.raw`${begin(words.begins.add)}(?:\s+${of}${CODE.replace('code', 'first')})?\s*[:,]?\s+(?:${anyOf(words.titles)}\s+)?(?!${anyOf(words.no_names)}[\s:])` +
      String.raw`(?<name>[^\d+]{2,80}?)[\s,:-]+(?<phone>\+?\d[\d\s.-]{5,18}\d)(?:[\s,]+${of}${CODE})?${after}`,
    'd',
  )
  const letter = new RegExp(
    String.raw`${begin(words.begins.letter)}(?:\s+${of}${CODE})?\s*[:;,–-]\s*(?<text>\S[^]*)$`,
    'd',
  )
  const letterToCode = new RegExp(String.raw`${begin(words.begins.letter)}\s+${of}${CODE}\s+(?<text>\S[^]*)$`, 'd')
  const to = String.raw`\s+${anyOf(words.to)}\s+`
  const move = new RegExp(String.raw`${begin(words.begins.move)}(?<what>.*?)${to}(?<to>\S.*)$`, 'd')
  const moveCode = new RegExp(String.raw`${begin(words.begins.move)}(?<what>\s+${of}${CODE})\s+(?<to>\S.*)$`, 'd')
  const cancelDate = new RegExp(`${begin(words.begins.cancel_date)}(?<what>.*)$`)

  /** A text without the code in it, and the code. */
  function withoutCode(folded: string, within = codeWithin): { rest: string; code: ClassCode | null } {
    const found = within.exec(folded)
    if (!found) return { rest: folded, code: null }
    const rest = `${folded.slice(0, found.index)} ${folded.slice(found.index + found[0].length)}`
    return { rest, code: codeFrom(found.groups?.code) }
  }

  /** In `hủy lớp LC12` the word before the code belongs to the command, in `danh sách của lớp LC12` to the code. */
  function readPlain(folded: string): ClassCommand | null {
    return plainFrom(withoutCode(folded, bareCode)) ?? plainFrom(withoutCode(folded))
  }

  function plainFrom({ rest, code }: { rest: string; code: ClassCode | null }): ClassCommand | null {
    let phrase = rest
      .replace(/[^a-z0-9 ]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
    for (;;) {
      const command = plain.get(phrase)
      if (command === 'today' || command === 'figures') return { type: command }
      if (command !== undefined) return { type: command, code }
      const shorter = phrase.replace(polite.before, '')
      const next = shorter === phrase ? phrase.replace(polite.after, '') : shorter
      if (next === phrase) return null
      phrase = next
    }
  }

  function readMark(folded: string): ClassCommand | null {
    const called = mark.exec(folded)?.groups
    if (!called) {
      const attendance = SAYS_WHO.test(folded) ? readAttendance(folded) : null
      return attendance && { type: 'mark', code: null, attendance }
    }
    const code = codeFrom(called.code)
    const attendance = readAttendance(called.rest ?? '')
    if (attendance) return { type: 'mark', code, attendance }
    return code && { type: 'unread_attendance', code }
  }

  function readAdd(typed: string): ClassCommand | null {
    const line = typed.replace(/\s+/g, ' ')
    const match = add.exec(foldedAsLong(line))
    const name = within(line, match, 'name')
    if (!match?.groups || name === null) return null
    const phone = normalisePhone(match.groups.phone ?? '')
    const code = codeFrom(match.groups.code ?? match.groups.first)
    return { type: 'add', code, name, phone: /^0\d{9}$/.test(phone) ? phone : null }
  }

  function readLetter(typed: string): ClassCommand | null {
    const match = letter.exec(foldedAsLong(typed)) ?? letterToCode.exec(foldedAsLong(typed))
    const text = within(typed, match, 'text')
    return text === null ? null : { type: 'letter', code: codeFrom(match?.groups?.code), text }
  }

  function readChange(typed: string, folded: string): ClassCommand | null {
    const line = typed.replace(/\s+/g, ' ')
    const moved = move.exec(foldedAsLong(line)) ?? moveCode.exec(foldedAsLong(line))
    const wanted = within(line, moved, 'to')
    if (moved && wanted !== null) {
      const { rest, code } = withoutCode(moved.groups?.what ?? '')
      return { type: 'move', code, from: rest.trim(), to: wanted }
    }
    const cancelled = cancelDate.exec(folded)
    if (!cancelled) return null
    const { rest, code } = withoutCode(cancelled.groups?.what ?? '')
    return { type: 'cancel_date', code, from: rest.trim() }
  }

  return (text) => {
    if (text.length > MAX_CHARS) return null
    const folded = fold(normalise(text)).replace(/(?<![a-z])ki(?![a-z])/g, 'ky')
    const typed = text.normalize('NFC').trim()
    return readLetter(typed) ?? readPlain(folded) ?? readMark(folded) ?? readAdd(typed) ?? readChange(typed, folded)
  }
}

/** Letter for letter as long as what was typed, so that a place in the one is the same place in the other. */
function foldedAsLong(typed: string): string {
  const lower = typed.toLowerCase()
  return fold(lower.length === typed.length ? lower : typed)
}

/** What stands as typed where a group matched; null without a match. */
function within(typed: string, match: RegExpExecArray | null, group: string): string | null {
  const [from, to] = match?.indices?.groups?.[group] ?? []
  return from === undefined || to === undefined ? null : typed.slice(from, to).trim()
}

function codeFrom(typed: string | undefined): ClassCode | null {
  return typed === undefined ? null : (typed.toUpperCase().replace(/[\s.\-_]/g, '') as ClassCode)
}
