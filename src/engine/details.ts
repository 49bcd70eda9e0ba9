import { fold, normalise, tokens } from '../core/text.ts'
import type { Flow } from './flow/flow.schema.ts'
import type { AskStep } from './flow/step.schema.ts'
import type { Draft } from './form/draft.ts'
import { PHONE } from './form/spread.ts'
import { codesIn } from './named-code.ts'
import type { Saved } from './session.ts'

/** A name of one word is none that stands within a sentence. */
const LEAST_WORDS = 2
const MOST_WORDS = 8

/** A flow with what was said for it as it was asked for. */
export interface DetailedStart {
  readonly flow: Flow
  readonly ask: AskStep | null
  readonly said: Saved | null
}

/**
 * "đăng ký lớp vneid cho Nguyễn Văn An 0912345678": the flow that is meant, with the name and the phone number for the one
 * ask of it that wants both; without them where no name is told for sure. null for a message without a phone number.
 */
export function detailedStart(draft: Draft, text: string): DetailedStart | null {
  const phone = PHONE.exec(text)
  if (!phone) return null
  const plain = ` ${tokens(fold(normalise(text))).join(' ')} `
  const isMeant = ({ starts: { details, codes } }: Flow) =>
    details !== undefined &&
    (details.phrases.some((phrase) => plain.includes(` ${tokens(fold(normalise(phrase))).join(' ')} `)) ||
      codesIn(text).some(({ letters }) => codes?.letters.includes(letters)))
  const flow = [...draft.conversation.flows.values()].find(isMeant)
  if (!flow) return null
  const ask = flow.steps.find((step): step is AskStep => 'ask' in step && step.expects === 'contact') ?? null
  const before = text.slice(0, phone.index)
  const behind = text.slice(phone.index + phone[0].length)
  const marks = markOf(flow.starts.details?.around_name ?? [])
  const pieces = [...before.split(marks).reverse(), ...behind.split(marks)].map((piece) => piece.trim())
  const said = ask && firstOf(pieces, (piece) => readName(draft, ask, piece, phone[0]))
  return { flow, ask, said }
}

/** Where a name may begin or end: at a comma, at a code, at words such as "cho". */
function markOf(words: readonly string[]): RegExp {
  const alternatives = words
    .toSorted((a, b) => b.length - a.length)
    .flatMap((word) => [word, fold(word)])
    .map((word) => word.replaceAll(' ', '\\s+'))
  const said = alternatives.length === 0 ? '' : `|(?<![\\p{L}\\p{M}])(?:${alternatives.join('|')})(?![\\p{L}\\p{M}])`
  return new RegExp(`[,;:\\n]|(?<!\\p{L})[a-z]{1,4}[\\s._-]?\\d{1,6}(?!\\d)${said}`, 'iu')
}

/** The name at the end of a piece: "mẹ tôi Trần Thị Bích". */
function readName({ conversation, input }: Draft, ask: AskStep, piece: string, phone: string): Saved | null {
  const words = piece.split(/\s+/).filter((word) => word !== '')
  if (words.length > MOST_WORDS) return null
  const ends = words.slice(0, Math.max(0, words.length - LEAST_WORDS + 1)).map((_, at) => words.slice(at).join(' '))
  return firstOf(ends, (name) => {
    const answer = conversation.readAnswer(ask, `${name}, ${phone}`, input)
    return answer.type === 'understood' ? answer.saved : null
  })
}

function firstOf<Item>(items: readonly Item[], read: (item: Item) => Saved | null): Saved | null {
  for (const item of items) {
    const found = read(item)
    if (found) return found
  }
  return null
}
