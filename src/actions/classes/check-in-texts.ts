import { z } from 'zod'

const text = z.string().min(1)

/** `data/messages/check-in.yaml`: what people hear who scan a poster, and what they have learned. */
export const checkInTextsSchema = z.strictObject({
  unknown: text,
  cancelled: text,
  too_early: text,
  too_late: text,
  done: text,
  all_done: text,
  which: text,
  everybody: text,
  gone: text,
  waiting: text,
  not_listed: text,
  sign_up: text,
  full: text,
  find_other: text,
  learned: z.strictObject({ none: text, person: text, subject: text }),
})
export type CheckInTexts = z.infer<typeof checkInTextsSchema>
