import { z } from 'zod'
import type { AskStep } from '../flow/step.schema.ts'
import type { Frame, Saved } from '../session.ts'
import { type Answer, type ContactPart, contactOf } from './read-answer.ts'

/** Under this name the part that came first is kept until the other comes. */
const keyOf = ({ save }: AskStep): string => `${save}_part`

const savedPart = z.object({ value: z.json(), said: z.string() })
const partSchema = z.union([z.object({ name: savedPart }), z.object({ phone: savedPart })])

/** Name and phone number in two messages, in whatever order, are one answer with the second. */
export function joinedContact(step: AskStep, values: Frame['values'], answer: Answer): Answer {
  const before = partSchema.safeParse(values[keyOf(step)]?.value)
  if (answer.type === 'understood' || answer.part === undefined || !before.success) return answer
  const { name, phone }: { name?: Saved; phone?: Saved } = { ...before.data, ...answer.part }
  return name && phone ? { type: 'understood', saved: contactOf(name, phone) } : answer
}

/** The values of a form with the part that was understood. */
export function withPart(step: AskStep, values: Frame['values'], part: ContactPart | undefined): Frame['values'] {
  return part === undefined ? values : { ...values, [keyOf(step)]: { value: part, said: '' } }
}
