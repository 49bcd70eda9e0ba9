import type { ProvinceId } from '../../core/ids.ts'
import { type AskStep, type Expected, kindOf, type Step } from '../flow/step.schema.ts'
import type { Saved } from '../session.ts'
import type { AnswerReader } from './read-answer.ts'

/** Kinds of answers that are told from each other by themselves. A "có" or a free text would answer anything. */
const TELLING: ReadonlySet<Expected> = new Set(['name', 'phone', 'date', 'time', 'date_time', 'number', 'commune'])
export const PHONE = /(?:\+?84|0)\d(?:[\s.-]?\d){7,9}(?!\d)/u
/** A number with a word after it, at the end of a line: "Siu Y Phôn 80 tuổi". */
const AGE = /(?<=\p{L})\s+(\d{1,3}(?:\s*\p{L}+)?\s*)(?=$|[\n,;])/gu
/** A number belongs to what stands before it where one of these is asked: "tối 7 giờ". */
const MOMENTS = ['date', 'time', 'date_time'] as const
const MAX_PARTS = 8

/**
 * Several answers in one message, in any order: "Nguyễn Văn An, 0912345678, xã Chư Sê". Its parts are given to the open
 * asks from `from` on, as far as the next step that does something. A part that fits one ask alone decides first. null
 * when the asked one stays open and fewer than two others are answered, but for a phone number: nothing else looks so.
 */
export function spreadAnswers(
  steps: readonly Step[],
  from: number,
  text: string,
  context: { read: AnswerReader; values: Readonly<Record<string, Saved>>; province: ProvinceId; now: number },
): ReadonlyMap<AskStep, Saved> | null {
  const open = openAsks(steps, from, context.values)
  const parts = partsOf(text, open)
  const fits = parts.map((part) => fitting(part, open, context))
  const found = new Map<AskStep, Saved>()
  for (const only of [true, false]) {
    for (const answers of fits) {
      const left = [...answers].filter(([step]) => !found.has(step))
      const [first] = left
      if (!first || (only && answers.size > 1) || [...answers.values()].some((saved) => isTaken(found, saved))) continue
      found.set(...first)
    }
  }
  const [asked] = open
  if (found.size === 0 || asked === undefined) return null
  if (found.has(asked)) return parts.length > 1 ? found : null
  return found.size > 1 || [...found.keys()].some(({ expects }) => expects === 'phone') ? found : null
}

function fitting(
  part: string,
  open: readonly AskStep[],
  { read, ...where }: Pick<Parameters<typeof spreadAnswers>[3], 'read' | 'province' | 'now'>,
): ReadonlyMap<AskStep, Saved> {
  const answers = open.map((step) => [step, read(step, part, where)] as const)
  return new Map(
    answers.flatMap(([step, answer]) => (answer.type === 'understood' ? [[step, answer.saved] as const] : [])),
  )
}

/** The part itself was given to an ask in the first round. */
function isTaken(found: ReadonlyMap<AskStep, Saved>, saved: Saved): boolean {
  return [...found.values()].includes(saved)
}

/** The asks that a message of now may answer: one that is not told by itself ends them. */
function openAsks(steps: readonly Step[], from: number, values: Readonly<Record<string, Saved>>): AskStep[] {
  const open: AskStep[] = []
  for (const step of steps.slice(from)) {
    if (kindOf(step) === 'say') continue
    if (!('ask' in step) || !TELLING.has(step.expects)) break
    if (!(step.save in values)) open.push(step)
  }
  return open
}

function partsOf(text: string, open: readonly AskStep[]): string[] {
  const phone = PHONE.exec(text)?.[0]
  const withoutPhone = phone === undefined ? text : text.replace(phone, `\n${phone}\n`)
  const kinds = new Set(open.map(({ expects }) => expects))
  const apart =
    kinds.has('number') && !MOMENTS.some((kind) => kinds.has(kind)) ? withoutPhone.replace(AGE, '\n$1') : withoutPhone
  return apart
    .split(/[,;\n]|\s[-–]\s/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MAX_PARTS)
}
