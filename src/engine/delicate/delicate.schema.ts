import { z } from 'zod'

const patterns = z.array(z.string().trim().min(1))
const words = z.array(z.string().trim().min(1)).min(1)

/** What is done with a message of a kind: a flow, an article, or what is done with a question without one. */
const answerSchema = z.union(
  [z.strictObject({ flow: z.string() }), z.strictObject({ topic: z.string() }), z.literal('decline')],
  { error: 'answer is "decline", or has one of flow and topic' },
)

const kindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]*$/),
  /** Goes before everything, an answer in free words too. */
  urgent: z.literal(true).optional(),
  /** A question that has an answer goes before it. */
  yields: z.literal(true).optional(),
  answer: answerSchema,
  /** What kind of turn it makes, where that does not show by itself. */
  decision: z.enum(['answer', 'decline', 'chitchat']).optional(),
  /** Staff see it among the questions that nothing answered. */
  noted: z.literal(true).optional(),
  says: patterns.min(1),
  unless: patterns.default([]),
})
export type DelicateKind = z.infer<typeof kindSchema>

/** `data/language/delicate.yaml`; the file itself explains the patterns. */
export const delicateSchema = z.strictObject({
  words: z.record(z.string(), words),
  kinds: z.array(kindSchema),
  secrets: z.strictObject({ papers: words, codes: words, between: words }),
})
export type DelicateWords = z.infer<typeof delicateSchema>

/** `data/messages/delicate.yaml`. */
export const delicateTextsSchema = z.strictObject({ masked: z.string(), masked_alone: z.string() })
export type DelicateTexts = z.infer<typeof delicateTextsSchema>
