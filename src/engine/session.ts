import { z } from 'zod'
import type { ReplyChoice } from '../core/messages.ts'

/** It was read from JSON. Not `z.json()`, which looks for circles in each session, with two weak maps for each. */
const json = z.custom<z.core.util.JSONType>((value) => value !== undefined)

/** An answer as it is kept: the value, and the words in which it is read back. */
const savedSchema = z
  .object({ value: json, said: z.string().optional() })
  .transform(({ value, said }) => ({ value, said: said ?? String(value) }))
export type Saved = z.infer<typeof savedSchema>

/** A flow under way. Of several, the last began within or after the others and is gone through first. */
const frameSchema = z.object({
  flow: z.string(),
  /** The step that waits: an ask for its answer, a run for the end of the flow above. */
  step: z.string(),
  /** What that step asked for; where the file says otherwise by now, the flow begins anew with the answers kept. */
  meaning: z.string(),
  values: z.record(z.string(), savedSchema),
  /** Asks already answered, in order: the way back. */
  answered: z.array(z.string()),
  /** Wrong answers in a row. */
  tries: z.int().min(0),
  /** UTC ms of the last sign of life. */
  at: z.number(),
  /** `asking`; `parked`: left for long, or put aside for something else; `waiting`: for the frame above. */
  state: z.enum(['asking', 'parked', 'waiting']),
})
export type Frame = z.infer<typeof frameSchema>

/** What the conversation remembers of a person between turns. Small, and versioned so that it outlives updates. */
const sessionSchema = z.object({
  v: z.literal(2),
  /** The choices last offered, in the order of their numbers. */
  choices: z.array(z.object({ label: z.string(), payload: z.string() })),
  /** What the person asked last in words, for the member of staff who takes over. */
  lastQuestion: z.string().nullable(),
  stack: z.array(frameSchema),
  /** The topic spoken of last, and when (UTC ms): "mất bao lâu?" is about it. */
  lastTopic: z.object({ topic: z.string(), at: z.number() }).nullable().default(null),
  /** What became of `lastQuestion`: the topic it was answered with, or that it was asked back; null for anything else. */
  met: z
    .discriminatedUnion('how', [
      z.object({ how: z.literal('answered'), topic: z.string() }),
      z.object({ how: z.literal('asked_back') }),
    ])
    .nullable()
    .default(null),
  /** The action that is given what the person writes next beside its answer, until then (UTC ms). */
  listening: z.object({ action: z.string(), until: z.number() }).nullable().default(null),
  /** What is remembered for all flows: the commune, the name. */
  known: z.record(z.string(), savedSchema),
})
export type Session = z.infer<typeof sessionSchema>

export const EMPTY_SESSION: Session = {
  v: 2,
  choices: [],
  lastQuestion: null,
  stack: [],
  lastTopic: null,
  met: null,
  listening: null,
  known: {},
}

const firstVersion = z.object({
  v: z.literal(1),
  choices: sessionSchema.shape.choices,
  lastQuestion: z.string().nullable(),
})

/** Reads a stored session; one of an unknown form begins anew, as does a person who has none (null). */
export function readSession(state: unknown): Session {
  if (state === null) return EMPTY_SESSION
  const parsed = sessionSchema.safeParse(state)
  if (parsed.success) return parsed.data
  const old = firstVersion.safeParse(state)
  return old.success
    ? { ...EMPTY_SESSION, choices: old.data.choices, lastQuestion: old.data.lastQuestion }
    : EMPTY_SESSION
}

/** A session is read and written at every turn: it stays small, whatever people write. */
const MAX_STORED_BYTES = 4000

/**
 * What `readSession` reads again. What is said as it is kept is written once; of a session that grew too large, what was
 * put aside longest ago is forgotten.
 */
export function writeSession(session: Session): unknown {
  let { stack } = session
  let written = compact(session, stack)
  while (stack.length > 1 && sizeOf(written) > MAX_STORED_BYTES) {
    stack = stack.slice(1)
    written = compact(session, stack)
  }
  return sizeOf(written) > MAX_STORED_BYTES ? { ...written, lastQuestion: null } : written
}

function compact(session: Session, stack: readonly Frame[]) {
  return {
    ...session,
    known: compactValues(session.known),
    stack: stack.map((frame) => ({ ...frame, values: compactValues(frame.values) })),
  }
}

function compactValues(values: Readonly<Record<string, Saved>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, { value, said }]) => [name, value === said ? { value } : { value, said }]),
  )
}

function sizeOf(written: unknown): number {
  return Buffer.byteLength(JSON.stringify(written))
}

export function rememberChoices(choices: readonly ReplyChoice[]): Session['choices'] {
  return choices.map(({ label, payload }) => ({ label, payload }))
}
