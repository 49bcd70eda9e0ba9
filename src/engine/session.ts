import { z } from 'zod'
import type { ReplyChoice } from '../core/messages.ts'

/** What the conversation remembers of a person between turns. Small, and versioned so that it outlives updates. */
const sessionSchema = z.object({
  v: z.literal(1),
  /** The choices last offered, in the order of their numbers. */
  choices: z.array(z.object({ label: z.string(), payload: z.string() })),
  /** What the person asked last in words, for the member of staff who takes over. */
  lastQuestion: z.string().nullable(),
})
export type Session = z.infer<typeof sessionSchema>

export const EMPTY_SESSION: Session = { v: 1, choices: [], lastQuestion: null }

/** Reads a stored session; one of an unknown form begins anew. */
export function readSession(state: unknown): Session {
  const parsed = sessionSchema.safeParse(state)
  return parsed.success ? parsed.data : EMPTY_SESSION
}

export function rememberChoices(choices: readonly ReplyChoice[]): Session['choices'] {
  return choices.map(({ label, payload }) => ({ label, payload }))
}
