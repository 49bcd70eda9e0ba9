import { z } from 'zod'

const text = z.string().min(1)

/** `data/messages/requests.yaml`: what is said about visits of the community digital team. */
export const visitTextsSchema = z.strictObject({
  citizen: z.strictObject({
    taken: text,
    done: text,
    cancelled: text,
    own: text,
    states: z.strictObject({ waiting: text, taken: text }),
    withdrawn: text,
    changed: text,
    not_open: text,
  }),
  staff: z.strictObject({
    new: text,
    take: text,
    withdrawn: text,
    erased: text,
    changed: text,
    none: text,
    list: text,
    visit: text,
    states: z.strictObject({ waiting: text, mine: text, held: text }),
    more: text,
    how: text,
    communes_only: text,
    not_found: text,
    moved: z.strictObject({ taken: text, done: text, cancelled: text }),
    past: z.strictObject({ taken: text, done: text, cancelled: text }),
  }),
})
export type VisitTexts = z.infer<typeof visitTextsSchema>
