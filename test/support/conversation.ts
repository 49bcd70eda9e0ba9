import { resolve } from 'node:path'
import { loadAnswers } from '../../src/answers/load-answers.ts'
import type { Conversation } from '../../src/engine/conversation.ts'
import { loadConversation } from '../../src/engine/load-conversation.ts'
import { readProvinces } from '../../src/places/provinces.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The conversation as the server has it: real flows, real articles. */
export function realConversation(): Conversation {
  return loadConversation(ROOT, {
    answers: loadAnswers(ROOT),
    provinces: readProvinces(resolve(ROOT, 'data/provinces')),
  })
}
