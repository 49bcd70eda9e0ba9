import { join } from 'node:path'
import type { Language } from '../../answers/text/language.ts'
import { AppError } from '../../core/errors.ts'
import type { TopicId } from '../../core/ids.ts'
import { readYaml } from '../../core/read-yaml.ts'
import type { Flow } from '../flow/flow.schema.ts'
import { type DelicateKind, type DelicateTexts, delicateSchema, delicateTextsSchema } from './delicate.schema.ts'
import { createMasker, createSecretTest, type Masker } from './mask.ts'
import { createPatternCompiler, type WordLists, wordsOf } from './pattern.ts'
import { shortlistOf } from './word-matcher.ts'
import { createSaid, type SaidWord } from './words-said.ts'

/** What a conversation knows of messages that need more care than a question. */
export interface Delicate {
  /** The first kind that a message is of; null for most. Takes some tens of microseconds. */
  readonly kindOf: (text: string) => DelicateKind | null
  readonly mask: Masker
  /** Whether the words that stood around a masked number say no more than what it is. */
  readonly namesSecret: (words: string) => boolean
  readonly texts: DelicateTexts
}

/** What is left out still parts the words around it. */
const LEFT_OUT: SaidWord = { word: '·', capital: false }

/** What the kinds may lead to. */
interface Ends {
  readonly flows: readonly Flow[]
  readonly hasArticle: (topic: TopicId) => boolean
}

/**
 * Reads `data/language/delicate.yaml` and its texts from `root`; `language`: how people write. Throws an `AppError` that
 * names a mistake.
 */
export function loadDelicate(root: string, language: Language, ends: Ends): Delicate {
  const { words, kinds, secrets } = readYaml(join(root, 'data/language/delicate.yaml'), delicateSchema)
  for (const kind of kinds) checkEnd(kind, ends)
  return {
    kindOf: createKindFinder(kinds, words, language),
    mask: createMasker(secrets),
    namesSecret: createSecretTest(secrets),
    texts: readYaml(join(root, 'data/messages/delicate.yaml'), delicateTextsSchema),
  }
}

function createKindFinder(
  kinds: readonly DelicateKind[],
  words: WordLists,
  language: Language,
): (text: string) => DelicateKind | null {
  const patterns = kinds.flatMap(({ says, unless }) => [...says, ...unless])
  const said = createSaid(language, wordsOf(patterns, words))
  const compile = createPatternCompiler(words)
  const compiled = kinds.map((kind) => ({
    kind,
    says: compile(kind.says),
    unless: kind.unless.length > 0 ? compile(kind.unless) : null,
  }))
  const shortlist = shortlistOf(compiled.map(({ says }) => says))
  return (text) => {
    const all = said(text)
    const possible = shortlist(all)
    for (const number of possible) {
      const { kind, says, unless } = compiled[number] as (typeof compiled)[number]
      if (says.isIn(all) && (unless === null || says.isIn(unless.replace(all, LEFT_OUT)))) return kind
    }
    return null
  }
}

/** An urgent flow that asks something would stand between a person in danger and the next message. */
function checkEnd({ id, answer, urgent }: DelicateKind, { flows, hasArticle }: Ends): void {
  const place = `data/language/delicate.yaml: the kind ${id} leads to`
  if (answer === 'decline') return
  if ('topic' in answer) {
    if (!hasArticle(answer.topic as TopicId))
      throw new AppError('data_file', `${place} ${answer.topic}, which has no article`)
    return
  }
  const flow = flows.find((known) => known.id === answer.flow)
  if (!flow) throw new AppError('data_file', `${place} the flow ${answer.flow}, which does not exist`)
  if (urgent && flow.steps.some((step) => 'ask' in step || 'run' in step))
    throw new AppError(
      'data_file',
      `${place} the flow ${answer.flow}, which asks something: an urgent one may only say and call`,
    )
}
