import { z } from 'zod'

const text = z.string().min(1)

/** What the console says on the page of questions that were not answered. */
export const learningTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  provinces: text,
  empty: text,
  more: text,
  people: text,
  last: text,
  why: z.strictObject({ declined: text, not_picked: text, rated_bad: text }),
  wrong: text,
  attach_to: text,
  topic: text,
  attach: text,
  dismiss: text,
  verdict: z.strictObject({
    heading: text,
    right: text,
    wrong: text,
    suffered: text,
    not_ours: text,
    force: text,
    no_force: text,
  }),
  history: z.strictObject({
    heading: text,
    empty: text,
    attached: text,
    dismissed: text,
    made: text,
    forced: text,
    undone: text,
    undo: text,
  }),
  feedback: z.strictObject({ heading: text, empty: text, photo: text, close: text }),
  notices: z.strictObject({
    attached: text,
    dismissed: text,
    undone: text,
    undone_before: text,
    not_yours: text,
    unknown: text,
    no_topic: text,
    no_question: text,
    closed: text,
    closed_before: text,
  }),
})
