import type { TopicId } from '../core/ids.ts'
import type { Stepwise } from '../core/stepwise.ts'
import type { Article } from './article.ts'
import { type Classifier, type Sample, trainingOf } from './classify/classifier.ts'
import { topicOfFlow } from './finding.ts'
import { SearchIndex } from './search/search-index.ts'
import type { Language } from './text/language.ts'
import { createReader, type Reader, typedTokens, type Word } from './text/reader.ts'
import type { Topics } from './topics.ts'

/** A flow that is begun by what is meant like its sample sentences. */
export interface FlowSamples {
  readonly id: string
  readonly title: string
  readonly examples: readonly string[]
}

/** What is searched; without an article it is there to be found in place of a wrong one. */
export interface Searched {
  readonly group: string
  readonly article: Article | null
  /** The topic under which it is found; null for what is only there to be found in place of others. */
  readonly topic: TopicId | null
  readonly title: string
  readonly questions: readonly string[]
  /** In parts, which are not put together: a second copy of all texts would be much of the memory. */
  readonly body: readonly string[]
}

/** Further questions, as people typed them, by the topic that staff attached them to; a flow stands as `topicOfFlow` gives it. */
export type Taught = ReadonlyMap<TopicId, readonly string[]>

/** The articles, the flows, the topics that have no article yet, and the subjects that no article will ever answer. */
export function searchedOf(
  articles: readonly Article[],
  flows: readonly FlowSamples[],
  topics: Topics,
  { notOurs, wordings }: Pick<Language, 'notOurs' | 'wordings'>,
): Searched[] {
  const covered = new Set<TopicId>(articles.map((article) => article.topic))
  const missing = [...topics].filter(([topic]) => !covered.has(topic))
  return [
    ...articles.map((article) => ({
      group: article.group,
      article,
      topic: article.topic,
      title: [article.title, topics.get(article.topic)?.meaning ?? ''].join('\n'),
      questions: [...article.questions, ...(wordings.get(article.topic) ?? [])],
      body: [article.body, ...article.provinceBlocks.values(), article.more ?? ''],
    })),
    ...flows.map(({ id, title, examples }) => ({
      group: '',
      article: null,
      topic: topicOfFlow(id),
      title,
      questions: examples,
      body: [],
    })),
    ...missing.map(([, { group, meaning }]) => decoy(group, meaning, [])),
    ...[...notOurs].map(([title, questions]) => decoy('', title, questions)),
  ]
}

function decoy(group: string, title: string, questions: readonly string[]): Searched {
  return { group, article: null, topic: null, title, questions, body: [] }
}

/** What finds topics among `searched`, in its order. */
export interface Finder {
  readonly index: SearchIndex
  readonly classify: Classifier
  /** The reader of questions that belongs to them. */
  readonly read: Reader
}

/**
 * The making of a finder that also knows what was `taught`, a topic or a sample question a step. What was taught is read
 * as questions are, with their slips set right, and comes last: whatever is taught, all else is learned the same.
 */
export function* buildingFinder(
  searched: readonly Searched[],
  language: Language,
  taught: Taught = new Map(),
): Stepwise<Finder> {
  const written = new Set<string>()
  for (const one of searched) {
    for (const line of linesOf(one)) for (const word of typedTokens(line)) written.add(word)
    yield
  }
  const read = createReader(language, written)
  yield
  // Read a second time, for the words of all texts at once would be most of the memory.
  const wordsOf = (text: string) => read(typedTokens(text))
  const texts: { titles: Word[][]; questions: Word[][]; body: Word[][] }[] = []
  for (const { title, questions, body } of searched) {
    texts.push({
      titles: title.split('\n').map(wordsOf),
      questions: questions.map(wordsOf),
      body: linesOfBody(body).map(wordsOf),
    })
    yield
  }
  const further = searched.map(({ topic }) => ((topic !== null && taught.get(topic)) || []).map(wordsOf))
  const searchable = texts.map(({ titles, questions, body }, at) => ({
    title: titles.flat(),
    questions: [...questions, ...(further[at] ?? [])],
    body,
  }))
  return {
    index: yield* SearchIndex.building(searchable),
    classify: yield* trainingOf(
      searched.length,
      samplesOf(texts.map(({ titles, questions }) => [...titles, ...questions])),
      samplesOf(further),
    ),
    read,
  }
}

function linesOf({ title, questions, body }: Searched): string[] {
  return [...title.split('\n'), ...questions, ...linesOfBody(body)]
}

function linesOfBody(body: Searched['body']): string[] {
  return body.flatMap((part) => part.split('\n'))
}

/** By their classes: `texts` holds those of each. */
function samplesOf(texts: readonly (readonly (readonly Word[])[])[]): Sample[] {
  return texts.flatMap((ofClass, of) => ofClass.flatMap((words) => (words.length > 0 ? [{ of, words }] : [])))
}
