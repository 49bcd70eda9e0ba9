import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import { fields, list, mid, text } from './event-fields.ts'
import { eventBase, type PersonEvent } from './messaging-event.ts'

const thumbs = z.object({ feedback: text, mid })
const feedback = z.object({ feedback_screens: list })
const question = z.object({ type: text, payload: text, follow_up: fields({ payload: text }) })
const screen = z.object({ questions: z.record(z.string(), z.unknown()).catch({}) })

/** Lowest and highest score of the customer feedback template's question types. */
const SCALES = new Map<string | null, readonly [number, number]>([
  ['csat', [1, 5]],
  ['nps', [0, 10]],
  ['ces', [1, 7]],
])

/** Reads the thumbs under a message. */
export function readThumbs(event: PersonEvent): InboundEvent | null {
  const opinion = thumbs.safeParse(event.content).data
  const stars = opinion?.feedback === 'Good response' ? 5 : opinion?.feedback === 'Bad response' ? 1 : null
  if (!opinion || stars === null) return null
  return { ...eventBase(event), type: 'rated', messageId: opinion.mid, stars, note: null }
}

/** Reads the answer to a customer feedback template: its first score, brought to 1–5, and the first words written. */
export function readFeedbackForm(event: PersonEvent): InboundEvent | null {
  const form = feedback.safeParse(event.content).data
  const questions = (form?.feedback_screens ?? [])
    .flatMap((item) => Object.values(screen.safeParse(item).data?.questions ?? {}))
    .flatMap((item) => question.safeParse(item).data ?? [])
  const stars = questions.map(starsOf).find((score) => score !== null) ?? null
  const note = questions.map(noteOf).find((words) => words !== null) ?? null
  if (stars === null && note === null) return null
  return { ...eventBase(event), type: 'rated', messageId: null, stars, note }
}

function starsOf({ type, payload }: z.infer<typeof question>): number | null {
  const scale = SCALES.get(type)
  if (!scale || payload === null || !/^\d{1,2}$/.test(payload)) return null
  const [lowest, highest] = scale
  const score = Math.min(Math.max(Number(payload), lowest), highest)
  return 1 + Math.round(((score - lowest) / (highest - lowest)) * 4)
}

function noteOf({ type, payload, follow_up }: z.infer<typeof question>): string | null {
  return follow_up?.payload ?? (type === 'free_form' ? payload : null)
}
