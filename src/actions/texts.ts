import { z } from 'zod'

/** `data/messages/actions.yaml`: what the actions of flows say by themselves. */
export const actionTextsSchema = z.strictObject({
  stored: z.strictObject({
    intro: z.string(),
    commune: z.string(),
    since: z.string(),
    messages: z.string(),
    tickets: z.string(),
    visits: z.string(),
    registrations: z.string(),
    attendance: z.string(),
    mentor: z.string(),
    learner: z.string(),
    feedback: z.string(),
    follow_ups: z.string(),
    questions: z.string(),
    paid_consent: z.string(),
    opted_out: z.string(),
    nothing_more: z.string(),
  }),
})
export type ActionTexts = z.infer<typeof actionTextsSchema>
