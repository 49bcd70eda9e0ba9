import { createHmac } from 'node:crypto'
import { plainWords } from '../core/text.ts'
import type { QuestionHash } from './learning.schema.ts'

/** The hash of a question; null for a text without a word. */
export type QuestionIndex = (question: string) => QuestionHash | null

const HASH_CHARS = 22
/** For which purpose the key is made of the data key. */
export const QUESTION_KEY = 'open-question'

/** Accents, capitals, emoji and punctuation do not count. `key` has 32 bytes and is used for nothing else. */
export function createQuestionIndex(key: Buffer): QuestionIndex {
  return (question) => {
    const words = plainWords(question)
    if (!/\p{L}/u.test(words)) return null
    return createHmac('sha256', key).update(words).digest('base64url').slice(0, HASH_CHARS) as QuestionHash
  }
}
