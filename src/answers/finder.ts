import type { Stepwise } from '../core/stepwise.ts'
import { type Classifier, classifierOf, type PackedClassifier, type Sample, trainingOf } from './classify/classifier.ts'
import { type PackedIndex, SearchIndex } from './search/search-index.ts'
import type { Searched, Taught } from './searched.ts'
import type { Language } from './text/language.ts'
import { createReader, type Reader, typedTokens, type Word } from './text/reader.ts'

/** What finds topics among `searched`, in its order. */
export interface Finder {
  readonly index: SearchIndex
  readonly classify: Classifier
  /** The reader of questions that belongs to them. */
  readonly read: Reader
}

/** A finder as texts and numbers alone. */
export interface PackedFinder {
  /** The words that stand in what is searched, a line for each. */
  readonly written: string
  readonly index: PackedIndex
  readonly classifier: PackedClassifier
}

/** Keeps what was made of the same texts, for making it takes most of a start. */
export interface FinderCache {
  read(searched: readonly Searched[], taught: Taught): PackedFinder | null
  keep(searched: readonly Searched[], taught: Taught, packed: () => PackedFinder): void
}

/**
 * The making of a finder that also knows what was `taught`, a topic or a sample question a step. What was taught is read
 * as questions are, with their slips set right, and comes last: whatever is taught, all else is learned the same.
 */
export function* buildingFinder(
  searched: readonly Searched[],
  language: Language,
  {
    taught = new Map(),
    cache,
  }: { readonly taught?: Taught | undefined; readonly cache?: FinderCache | undefined } = {},
): Stepwise<Finder> {
  const kept = cache?.read(searched, taught)
  if (kept) return unpacked(kept, language)
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
  const index = yield* SearchIndex.building(searchable)
  const { classify, packed } = yield* trainingOf(
    searched.length,
    samplesOf(texts.map(({ titles, questions }) => [...titles, ...questions])),
    samplesOf(further),
  )
  if (cache && packed) cache.keep(searched, taught, () => pack(written, index, packed()))
  return { index, classify, read }
}

function pack(written: ReadonlySet<string>, index: SearchIndex, classifier: PackedClassifier): PackedFinder {
  return { written: Array.from(written).join('\n'), index: index.packed(), classifier }
}

function unpacked({ written, index, classifier }: PackedFinder, language: Language): Finder {
  return {
    index: SearchIndex.unpacked(index),
    classify: classifierOf(classifier),
    read: createReader(language, new Set(written.split('\n'))),
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
