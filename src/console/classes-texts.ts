import { z } from 'zod'

const text = z.string().min(1)

export const classesTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  unit: text,
  show: text,
  empty: text,
  columns: z.strictObject({ code: text, subject: text, when: text, commune: text, seats: text, poster: text }),
  poster: text,
  figures: z.strictObject({
    heading: text,
    empty: text,
    columns: z.strictObject({
      month: text,
      classes: text,
      lessons: text,
      registered: text,
      present: text,
      people: text,
    }),
  }),
})
