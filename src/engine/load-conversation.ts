import { join } from 'node:path'
import { z } from 'zod'
import { loadAnswers } from '../answers/load-answers.ts'
import { readLanguage } from '../answers/text/language.ts'
import type { Rewriter } from '../answers/text/rewriter.ts'
import type { Topics } from '../answers/topics.ts'
import type { ProvinceId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { fold, normalise, tokens } from '../core/text.ts'
import type { Llm } from '../llm/llm.ts'
import type { Communes } from '../places/communes.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import type { Actions } from './action.ts'
import type { Conversation } from './conversation.ts'
import { CORE_ACTIONS } from './core-actions.ts'
import { loadDelicate } from './delicate/load-delicate.ts'
import { loadExpects, type MomentReaders } from './expects/load-expects.ts'
import type { Fillers } from './fillers.ts'
import { checkFlows } from './flow/check-flows.ts'
import type { Flow } from './flow/flow.schema.ts'
import { flowSamples, readFlowFolder, refuseMistakes } from './flow/read-flows.ts'
import { createCommandReader } from './form/commands.ts'
import { formTextsSchema } from './form/form-texts.ts'
import { createAnswerReader } from './form/read-answer.ts'
import { loadFragments } from './fragments/load-fragments.ts'
import { createStartMatchers } from './named-code.ts'
import { createChoicePicker } from './pick-choice.ts'
import { loadContinuing } from './question/continuing.ts'

const textsSchema = z.strictObject({
  intro: z.string(),
  clarify: z.string(),
  something_else: z.string(),
  more: z.string(),
  whole: z.string(),
  related: z.string(),
  not_right: z.string(),
  nothing_to_add: z.string(),
})
const words = z.array(z.string())
const choiceWordsSchema = z.strictObject({ prefixes: words, numbers: z.record(z.string(), z.int().positive()) })
const commandsSchema = z.strictObject({
  cancel: words,
  back: words,
  restart: words,
  skip: words,
  resume: words,
  correct: words,
  into: words,
})
const questionsSchema = z.strictObject({
  begins: words,
  ends: words,
  around: z.array(z.strictObject({ from: z.string().min(1), to: z.string().min(1) })),
  why: words,
})

/** Names that every text of a flow may use. */
export const COMMON_VALUES = ['province']

export interface ConversationParts {
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly communes: Communes
  readonly topics: Topics
  readonly fillers: Fillers
  readonly moments: MomentReaders
  /** What the domain can do at a flow's word, beside the engine's own actions. */
  readonly actions?: Actions
  /** Helps with wording, where one is set. */
  readonly llm?: Llm | null
}

/** Reads all that the assistant talks with from `root` (the project's folder). Throws an `AppError` that names the file with a mistake. */
export function loadConversation(
  root: string,
  { provinces, communes, topics, fillers, moments, actions: more = new Map(), llm = null }: ConversationParts,
): Conversation {
  const language = join(root, 'data/language')
  const messages = join(root, 'data/messages')
  const actions = new Map([...CORE_ACTIONS, ...more])
  // Read before the articles, which are searched together with the flows' sample sentences; checked after them.
  const folder = join(root, 'flows')
  const { files, mistakes } = readFlowFolder(folder)
  refuseMistakes(folder, mistakes)
  const flows = files.map(({ flow }) => flow)
  const vocabulary = readLanguage(language)
  const answers = loadAnswers(root, flowSamples(files), { topics, language: vocabulary })
  const hasArticle = (topic: Parameters<typeof answers.article>[0]) => answers.article(topic) !== undefined
  const surroundings = { hasArticle, actions, provinces: new Set(provinces.keys()), values: COMMON_VALUES }
  refuseMistakes(folder, checkFlows(files, surroundings))
  const texts = readYaml(join(messages, 'conversation.yaml'), textsSchema)
  const formTexts = readYaml(join(messages, 'forms.yaml'), formTextsSchema)
  const polite = [...fillers.before, ...fillers.after]
  const writeOut = vocabulary.abbreviations
  const pickChoice = createChoicePicker(readYaml(join(language, 'choices.yaml'), choiceWordsSchema))
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    actions,
    ...createStartMatchers(flows, fillers, writeOut),
    pickChoice,
    readAnswer: createAnswerReader({
      expects: loadExpects(language, pickChoice, fillers, moments),
      communes,
      unitOf: (province) => provinceOrThrow(provinces, province).code,
      yesNo: formTexts.yes_no,
    }),
    readCommand: createCommandReader(readYaml(join(language, 'commands.yaml'), commandsSchema), fillers),
    ...createQuestionTests(readYaml(join(language, 'questions.yaml'), questionsSchema), polite, writeOut),
    answers,
    llm,
    continuing: loadContinuing(root, polite, writeOut),
    fragments: loadFragments(root, polite),
    delicate: loadDelicate(root, vocabulary, { flows, hasArticle }),
    texts: {
      intro: texts.intro,
      clarify: texts.clarify,
      somethingElse: texts.something_else,
      more: texts.more,
      whole: texts.whole,
      related: texts.related,
      notRight: texts.not_right,
      nothingToAdd: texts.nothing_to_add,
    },
    formTexts,
    humanFlow: flowCalling(flows, 'request_person'),
    ratingFlow: flowCalling(flows, 'rate_answer'),
    values: (province) => ({ province: provinceOrThrow(provinces, province).name }),
  }
}

function flowCalling(flows: readonly Flow[], action: string): Flow | null {
  return flows.find((flow) => flow.steps.some((step) => 'call' in step && step.call === action)) ?? null
}

/** Tells a question by its mark or the words it begins or ends with, and one for a reason by words within it (`data/language/questions.yaml`). */
function createQuestionTests(
  { begins, ends, around, why }: z.infer<typeof questionsSchema>,
  polite: readonly string[],
  writeOut: Rewriter,
): Pick<Conversation, 'isQuestion' | 'asksWhy'> {
  const key = (text: string) => fold(writeOut(tokens(normalise(text))).join(' '))
  const silent = new Set(polite.map(key))
  const frames = around.map(({ from, to }) => ({ from: ` ${key(from)} `, to: ` ${key(to)}` }))
  const first = begins.map(key)
  const last = ends.map(key)
  const reasons = why.map(key)
  return {
    isQuestion(text) {
      if (/\?\s*$/u.test(text)) return true
      const typed = key(text)
      const words = typed.split(' ')
      const bare = words.slice(0, words.findLastIndex((word) => !silent.has(word)) + 1).join(' ')
      if (first.some((begin) => typed.startsWith(`${begin} `))) return true
      if (last.some((end) => typed.endsWith(` ${end}`) || bare.endsWith(` ${end}`))) return true
      return frames.some(({ from, to }) => bare.endsWith(to) && ` ${bare}`.slice(0, -to.length).includes(from))
    },
    asksWhy(text) {
      const typed = ` ${key(text)} `
      return reasons.some((words) => typed.includes(` ${words} `))
    },
  }
}
