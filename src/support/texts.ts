import { z } from 'zod'
import { readYaml } from '../core/read-yaml.ts'

const text = z.string().min(1)

const supportTextsSchema = z.strictObject({
  opened: z.strictObject({ open: text, closed: text, added: text, ask: text, more: text }),
  reply: text,
  console_name: text,
  closed: z.strictObject({ by_staff: text, by_citizen: text }),
  ratings: z.array(text).length(5),
  rated: text,
  staff: z.strictObject({
    new: text,
    told: text,
    erased: text,
    take: text,
    none_waiting: text,
    waiting: text,
    ticket: text,
    no_question: text,
    more: text,
    how: text,
    states: z.strictObject({ waiting: text, mine: text, held: text, answered: text }),
    taken: text,
    yours: text,
    held: text,
    closed: text,
    not_found: text,
    passed_up: text,
    empty_reply: text,
    answered: text,
    answer_held: text,
    done: text,
    linked: text,
    already_linked: text,
    wrong_code: text,
    locked: text,
  }),
})

/** All that is said about requests for a person. */
export type SupportTexts = z.infer<typeof supportTextsSchema>

/** Reads `data/messages/support.yaml`. Throws an `AppError` that names what is missing or unknown. */
export function readSupportTexts(path: string): SupportTexts {
  return readYaml(path, supportTextsSchema)
}
