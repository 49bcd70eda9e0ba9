import { z } from 'zod'

const text = z.string().min(1)
const news = z.strictObject({ proposed: text, agreed: text, declined: text, left: text, learned: text })

/** `data/messages/mentors.yaml`: what is said about mentors and those who learn from them. */
export const mentorTextsSchema = z.strictObject({
  own: z.strictObject({
    registered: text,
    waiting: text,
    already: text,
    half: text,
    declined: text,
    ended: text,
    learned: text,
    gone: text,
    left_mentor: text,
    left_learner: text,
    left_nothing: text,
  }),
  progress: text,
  overview: z.strictObject({ mentor: text, waiting: text, nothing: text }),
  pair: z.strictObject({
    option: text,
    mentor: text,
    learner: text,
    states: z.strictObject({ asked: text, waits: text, agreed: text }),
  }),
  news: z.strictObject({ mentor: news, learner: news }),
  labels: z.strictObject({ agree: text, decline: text, learned: text, end: text }),
  staff: z.strictObject({
    list: text,
    mentor: text,
    pair: text,
    elsewhere: text,
    states: z.strictObject({ proposed: text, agreed: text }),
    more: text,
    communes_only: text,
  }),
})
export type MentorTexts = z.infer<typeof mentorTextsSchema>
