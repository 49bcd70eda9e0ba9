import { z } from 'zod'
import { EXPECTED } from '../flow/step.schema.ts'

const hints = z.record(z.string(), z.string()).refine((all) => 'other' in all, { error: 'needs the entry "other"' })

/** `data/messages/forms.yaml`: what is said around the questions of a form. */
export const formTextsSchema = z.strictObject({
  resume: z.string(),
  parked: z.string(),
  switch: z.string(),
  restarted: z.string(),
  cancelled: z.string(),
  nothing_to_cancel: z.string(),
  first_step: z.string(),
  corrected: z.string(),
  changed: z.string(),
  nothing_to_correct: z.string(),
  easier: z.string(),
  /** Where there are no buttons to answer with, only ways out. */
  stuck: z.string(),
  human: z.string(),
  optional: z.string(),
  choose: z.string(),
  late: z.string(),
  again: z.string(),
  contact_title: z.string(),
  labels: z.strictObject({
    resume: z.string(),
    drop: z.string(),
    restart: z.string(),
    skip: z.string(),
    human: z.string(),
    switch: z.string(),
    correct: z.string(),
  }),
  /** By kind of attachment; "other" stands for every other kind. */
  unread: z.record(z.string(), z.string()).and(z.object({ other: z.string() })),
  hints: z.strictObject(
    Object.fromEntries(EXPECTED.map((kind) => [kind, hints])) as Record<(typeof EXPECTED)[number], typeof hints>,
  ),
  yes_no: z.strictObject({ yes: z.string(), no: z.string() }),
})
export type FormTexts = z.infer<typeof formTextsSchema>
