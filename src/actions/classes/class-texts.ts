import { z } from 'zod'

/** `data/messages/classes.yaml`: what is said about classes and the seats in them. */
export const classTextsSchema = z.strictObject({
  option: z.string(),
  line: z.string(),
  seats: z.string(),
  full: z.string(),
  online: z.string(),
  here: z.string(),
  elsewhere: z.string(),
  registered: z.string(),
  waiting: z.string(),
  already: z.string(),
  map: z.string(),
  refused: z.strictObject({
    no_class: z.string(),
    not_open_yet: z.string(),
    closed: z.string(),
    cancelled: z.string(),
  }),
  own: z.string(),
  states: z.strictObject({ registered: z.string(), waiting: z.string(), offered: z.string() }),
  cancelled: z.string(),
  not_cancelled: z.string(),
  offer: z.string(),
  offer_label: z.string(),
  offer_staff: z.string(),
  expired: z.string(),
  confirmed: z.string(),
  too_late: z.string(),
  not_offered: z.string(),
  reminder: z.strictObject({
    evening: z.string(),
    soon: z.string(),
    numbers: z.string(),
    come: z.string(),
    cancel: z.string(),
  }),
})
export type ClassTexts = z.infer<typeof classTextsSchema>
