import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'
import { timeOfDay } from '../../core/time-of-day.ts'

const span = z.tuple([timeOfDay, timeOfDay]).transform(([from, to]) => ({ from, to }))
const words = z.array(z.string().regex(/^[a-z ]+$/, { error: 'is written in small letters without accents' })).min(1)
const wishWordsSchema = z.strictObject({
  parts: z.strictObject({ sáng: span, trưa: span, chiều: span, tối: span }),
  around_minutes: z.int().min(0),
  after: words,
  before: words,
  onwards: words,
  after_work: z.strictObject({ from: timeOfDay, words }),
  clock: words,
  unsure: words,
  beside: words,
})

/** `data/classes/wish-words.yaml`; times in minutes after midnight. */
export type WishWords = z.infer<typeof wishWordsSchema>

/** Reads it under `root`. Throws an `AppError` that names a mistake in it. */
export function readWishWords(root: string): WishWords {
  return readYaml(join(root, 'data/classes/wish-words.yaml'), wishWordsSchema)
}
