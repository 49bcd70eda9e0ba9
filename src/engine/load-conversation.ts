import { join } from 'node:path'
import { z } from 'zod'
import type { Answers } from '../answers/answer.ts'
import type { ProvinceId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import type { Conversation } from './conversation.ts'
import { createPhraseMatcher } from './phrases.ts'
import { createChoicePicker } from './pick-choice.ts'
import { readFlows } from './read-flows.ts'

const textsSchema = z.strictObject({
  intro: z.string(),
  clarify: z.string(),
  something_else: z.string(),
  more: z.string(),
  related: z.string(),
})
const fillersSchema = z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) })
const choiceWordsSchema = z.strictObject({
  prefixes: z.array(z.string()),
  numbers: z.record(z.string(), z.int().positive()),
})

/** Reads all that the assistant talks with from `root` (the project's folder). Throws an `AppError` that names the file with a mistake. */
export function loadConversation(
  root: string,
  parts: { answers: Answers; provinces: ReadonlyMap<ProvinceId, Province> },
): Conversation {
  const { answers, provinces } = parts
  const flows = readFlows(join(root, 'flows'), (topic) => answers.article(topic) !== undefined)
  const texts = readYaml(join(root, 'data/messages/conversation.yaml'), textsSchema)
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    matchPhrase: createPhraseMatcher(flows, readYaml(join(root, 'data/language/fillers.yaml'), fillersSchema)),
    pickChoice: createChoicePicker(readYaml(join(root, 'data/language/choices.yaml'), choiceWordsSchema)),
    answers,
    texts: {
      intro: texts.intro,
      clarify: texts.clarify,
      somethingElse: texts.something_else,
      more: texts.more,
      related: texts.related,
    },
    values: (province) => ({ province: provinceOrThrow(provinces, province).name }),
  }
}
