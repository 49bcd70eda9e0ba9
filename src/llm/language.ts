import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../core/read-yaml.ts'
import { normalise } from '../core/text.ts'

const words = z.array(z.string().trim().min(1)).min(1)
/** As the texts that they are looked for in. */
const plainWords = words.transform((phrases) => phrases.map(normalise))
const llmSchema = z.strictObject({
  prompts: z.strictObject({ rewrite: z.string(), rephrase: z.string() }),
  personal: z.strictObject({
    introductions: words,
    no_names: words,
    ends: words,
    surnames: words,
    places: words,
    addresses: words,
    born: words,
    masks: z.strictObject({ number: z.string(), name: z.string(), email: z.string(), address: z.string() }),
  }),
  numbers: z.strictObject({ units: z.array(plainWords), leads: plainWords, between: plainWords }),
  exact: plainWords,
  negations: plainWords,
  offices: z.strictObject({ heads: plainWords, levels: plainWords }),
})

/** What the model is told, and the words with which its texts are judged (`data/llm.yaml`). */
export type LlmLanguage = z.infer<typeof llmSchema>

/** Reads `data/llm.yaml` below `root` (the project's folder). Throws an `AppError` that names a mistake. */
export function readLlmLanguage(root: string): LlmLanguage {
  return readYaml(join(root, 'data/llm.yaml'), llmSchema)
}

/** One of the phrases as the inside of a pattern, the longest first. */
export function anyOf(phrases: readonly string[]): string {
  return [...phrases]
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'))
    .join('|')
}
