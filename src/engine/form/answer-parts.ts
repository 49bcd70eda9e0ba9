import type { AskStep } from '../flow/step.schema.ts'
import type { Frame } from '../session.ts'
import type { Answer } from './read-answer.ts'

/** Under this name the part that came first is kept until the other comes. */
const keyOf = ({ save }: AskStep): string => `${save}_part`

/** A name and then a phone number, a day and then an hour: two messages that are one answer with the second. */
export function readWithPart(
  step: AskStep,
  values: Frame['values'],
  text: string,
  read: (text: string) => Answer,
): Answer {
  const answer = read(text)
  const before = values[keyOf(step)]?.value
  if (answer.type === 'understood' || answer.part === undefined || typeof before !== 'string') return answer
  const joined = [`${before}, ${answer.part}`, `${answer.part}, ${before}`].map(read)
  return joined.find(({ type }) => type === 'understood') ?? answer
}

/** The values of a form with the part that was understood. */
export function withPart(step: AskStep, values: Frame['values'], part: string | undefined): Frame['values'] {
  return part === undefined ? values : { ...values, [keyOf(step)]: { value: part, said: '' } }
}
