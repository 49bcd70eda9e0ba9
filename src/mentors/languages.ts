import { z } from 'zod'
import { plainWords } from '../core/text.ts'

/** `data/mentors.yaml`: the languages people may be helped in, and the rules of helping. */
export const mentorRulesSchema = z.strictObject({
  languages: z.record(
    z.string().regex(/^[a-z-]+$/),
    z.strictObject({ name: z.string().min(1), also: z.array(z.string().min(1)).default([]) }),
  ),
  /** How many people a mentor is to have helped. */
  aim: z.int().positive(),
  /** How many at once at most. */
  most: z.int().positive(),
  /** How long the two have to agree. */
  agree_within_hours: z.int().positive(),
})
export type MentorRules = z.infer<typeof mentorRulesSchema>

/** A key of the rules' languages: `gia-rai`. */
export type LanguageId = string

/** The languages that a text names, in the order of the rules; none when it names none. */
export function readLanguages({ languages }: Pick<MentorRules, 'languages'>, text: string): LanguageId[] {
  const said = ` ${plainWords(text)} `
  return Object.entries(languages)
    .filter(([, { name, also }]) => [name, ...also].some((word) => said.includes(` ${plainWords(word)} `)))
    .map(([id]) => id)
}

/** `Kinh, Gia Rai`. */
export function sayLanguages({ languages }: Pick<MentorRules, 'languages'>, ids: readonly LanguageId[]): string {
  return ids.map((id) => languages[id]?.name ?? id).join(', ')
}
