import { atOnce, type Stepwise } from '../../core/stepwise.ts'
import { UNKNOWN } from '../../core/text-table.ts'
import type { Word } from '../text/reader.ts'
import { type Postings, PostingsBuilder, type PostingsData, postingsOf } from './postings.ts'
import { type Term, termsOf } from './terms.ts'
import { type PackedVocabulary, Vocabulary } from './vocabulary.ts'
import { Weigher } from './weigher.ts'

/** What is searched of one topic: texts as words. */
export interface Searchable {
  readonly title: readonly Word[]
  readonly questions: readonly (readonly Word[])[]
  /** By lines, for no pair of words reaches over the end of one. */
  readonly body: readonly (readonly Word[])[]
}

/** How well each topic fits a question, by its number; an array for each signal, for there may be thousands of topics. */
export interface Signals {
  /** BM25F over title, questions and body; above 0, no upper end. */
  readonly words: Float64Array
  /** Likeness to the topic's nearest sample question, 0 to 1. */
  readonly nearest: Float64Array
  /** Share of the meaningful words, by weight, that the topic's title and questions hold too, 0 to 1. */
  readonly named: Float64Array
}

/** How fast further occurrences of a term stop counting. High, for the questions repeat what a topic is about. */
const K1 = 3
/** `b`: how much a field longer than usual is held against its topic, 0 to 1. */
const FIELDS = {
  title: { boost: 5, b: 0.3 },
  questions: { boost: 1, b: 0.9 },
  body: { boost: 1, b: 0.75 },
} as const
type Field = keyof typeof FIELDS
const FIELD_NAMES: readonly Field[] = ['title', 'questions', 'body']
type Lengths = Readonly<Record<Field, number>>

/** What is laid out for searching. */
interface Layout {
  readonly size: number
  readonly weigher: Weigher
  readonly all: Postings
  /** Title and questions alone: what the topic is called, not what is also said in it. */
  readonly named: Postings
  readonly samples: Postings
  /** For each sample question its topic, and the weight of all its terms. */
  readonly topicOfSample: Int32Array
  readonly weightOfSample: Float64Array
}

/** An index as texts and numbers alone, to be kept. */
export interface PackedIndex extends Pick<Layout, 'size' | 'topicOfSample' | 'weightOfSample'> {
  readonly vocabulary: PackedVocabulary
  readonly all: PostingsData
  readonly named: PostingsData
  readonly samples: PostingsData
}

/** Finds topics by their words. Everything is kept in memory; a search takes about 0.1 ms. */
export class SearchIndex {
  readonly #layout: Layout

  private constructor(layout: Layout) {
    this.#layout = layout
  }

  /** An index of `topics`, numbered by their places. */
  static of(topics: readonly Searchable[]): SearchIndex {
    return atOnce(SearchIndex.building(topics))
  }

  /** The making of an index, a topic a step. */
  static *building(topics: readonly Searchable[]): Stepwise<SearchIndex> {
    const vocabulary = Vocabulary.empty()
    const { all, named } = yield* layTopics(vocabulary, topics)
    const weigher = new Weigher(vocabulary, named, topics.length)
    yield
    return new SearchIndex({
      size: topics.length,
      weigher,
      all,
      named,
      ...(yield* laySamples(vocabulary, topics, weigher)),
    })
  }

  packed(): PackedIndex {
    const { size, weigher, all, named, samples, topicOfSample, weightOfSample } = this.#layout
    return {
      size,
      vocabulary: weigher.vocabulary.packed(),
      all: all.data,
      named: named.data,
      samples: samples.data,
      topicOfSample,
      weightOfSample,
    }
  }

  static unpacked(packed: PackedIndex): SearchIndex {
    const vocabulary = Vocabulary.of(packed.vocabulary)
    const named = postingsOf(packed.named)
    return new SearchIndex({
      ...packed,
      weigher: new Weigher(vocabulary, named, packed.size),
      all: postingsOf(packed.all),
      named,
      samples: postingsOf(packed.samples),
    })
  }

  /** The signals of all topics, in the order in which they were given. */
  search(question: readonly Word[]): Signals {
    const { size, weigher, all, named: titles, samples, topicOfSample } = this.#layout
    const terms = weigher.weigh(termsOf(question))
    const words = new Float64Array(size)
    const named = new Float64Array(size)
    const shared = new Float64Array(topicOfSample.length)
    for (const { word, term, weight, content, pair } of terms) {
      if (term === UNKNOWN) continue
      const agrees = weigher.vocabulary.compare(word, term)
      all.addCounted(term, agrees, weight, K1, words)
      if (content) titles.addBest(term, agrees, weight, named)
      if (content || pair) samples.addBest(term, agrees, weight, shared)
    }
    const content = sumOfWeights(terms.filter((term) => term.content))
    if (content > 0) for (let topic = 0; topic < size; topic++) named[topic] = (named[topic] as number) / content
    return { words, nearest: this.#nearest(shared, sumOfWeights(terms.filter(isTelling))), named }
  }

  /** What a text says, by the terms that say something, without accents: term -> weight. For comparing texts with each other. */
  tellingTermsOf(text: readonly Word[]): Map<string, number> {
    const telling = this.#layout.weigher.weigh(termsOf(text)).filter(isTelling)
    return new Map(telling.map(({ word, weight }) => [word.folded, weight]))
  }

  /** Dice's coefficient with each sample question, from the weights of what both share; the best of each topic. */
  #nearest(shared: Float64Array, total: number): Float64Array {
    const { size, topicOfSample, weightOfSample } = this.#layout
    const best = new Float64Array(size)
    for (let sample = 0; sample < shared.length; sample++) {
      const weight = shared[sample] as number
      if (weight === 0) continue
      const topic = topicOfSample[sample] as number
      const likeness = (2 * weight) / (total + (weightOfSample[sample] as number))
      if (likeness > (best[topic] as number)) best[topic] = likeness
    }
    return best
  }
}

/** Terms are made of each text when they are needed, and not kept: those of all texts would be most of the memory. */
function* layTopics(vocabulary: Vocabulary, topics: readonly Searchable[]): Stepwise<Pick<Layout, 'all' | 'named'>> {
  const lengths = topics.map(lengthsOf)
  const averages = averagesOf(lengths)
  const all = new PostingsBuilder(vocabulary, { counted: true })
  const named = new PostingsBuilder(vocabulary, { counted: false })
  for (const [number, { title, questions, body }] of topics.entries()) {
    const texts = { title: [title], questions, body }
    for (const field of FIELD_NAMES) {
      const { boost, b } = FIELDS[field]
      const count = boost / (1 - b + (b * (lengths[number]?.[field] ?? 0)) / averages[field])
      for (const text of texts[field]) {
        for (const { word } of termsOf(text)) {
          const form = vocabulary.formOf(word)
          all.add(number, form, count)
          if (field !== 'body') named.add(number, form, 1)
        }
      }
    }
    yield
  }
  return { all: all.build(), named: named.build() }
}

function* laySamples(
  vocabulary: Vocabulary,
  topics: readonly Searchable[],
  weigher: Weigher,
): Stepwise<Pick<Layout, 'samples' | 'topicOfSample' | 'weightOfSample'>> {
  const builder = new PostingsBuilder(vocabulary, { counted: false })
  const topicOfSample: number[] = []
  const weightOfSample: number[] = []
  for (const [topic, { title, questions }] of topics.entries()) {
    for (const text of [title, ...questions]) {
      const telling = termsOf(text).filter(isTelling)
      for (const { word } of telling) builder.add(topicOfSample.length, vocabulary.formOf(word), 1)
      topicOfSample.push(topic)
      weightOfSample.push(sumOfWeights(weigher.weigh(telling)))
    }
    yield
  }
  return {
    samples: builder.build(),
    topicOfSample: Int32Array.from(topicOfSample),
    weightOfSample: Float64Array.from(weightOfSample),
  }
}

function lengthsOf({ title, questions, body }: Searchable): Lengths {
  return { title: title.length, questions: lengthOf(questions), body: lengthOf(body) }
}

function averagesOf(lengths: readonly Lengths[]): Lengths {
  const average = (field: Field) => lengths.reduce((sum, each) => sum + each[field], 0) / lengths.length || 1
  return { title: average('title'), questions: average('questions'), body: average('body') }
}

function lengthOf(texts: readonly (readonly Word[])[]): number {
  return texts.reduce((sum, words) => sum + words.length, 0)
}

/** Not a single stop word: those stand in most sample questions, and only cost time. */
function isTelling(term: Term): boolean {
  return term.content || term.pair
}

function sumOfWeights(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + term.weight, 0)
}
