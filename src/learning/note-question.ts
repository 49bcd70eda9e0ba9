import type { ContactId, ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Effect } from '../engine/run-turn.ts'
import { forgetAskedBack, recordOpenQuestion } from './open-question.store.ts'
import type { QuestionIndex } from './question-index.ts'

/** Whose question it was. */
export interface Asker {
  readonly contact: ContactId
  readonly province: ProvinceId
}

/** Keeps what a turn says of a question; does nothing for a text without a word. */
export type NoteQuestion = (
  trx: Db,
  effect: Extract<Effect, { type: 'unanswered' | 'picked' }>,
  asker: Asker,
  now: number,
) => Promise<void>

/** Phone numbers are no part of a question, and those who read it have no need to know them. */
const PHONE = /(?<![\d./-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d./-]?\d)/gu
const HIDDEN = '●●●●'

/** Keeps questions with their phone numbers hidden; what has no word of its own is not kept. */
export function createNoteQuestion(parts: { sealer: Sealer; questionIndex: QuestionIndex }): NoteQuestion {
  return async (trx, effect, { contact, province }, now) => {
    const question = effect.question.replace(PHONE, HIDDEN)
    const hash = parts.questionIndex(question)
    if (hash === null) return
    if (effect.type === 'picked') return forgetAskedBack(trx, contact, hash)
    const { why, topic } = effect
    await recordOpenQuestion(trx, parts.sealer, { contact, province, hash, question, why, topic, at: now })
  }
}
