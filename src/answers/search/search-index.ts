import type { Word } from '../text/reader.ts'
import { type Postings, PostingsBuilder } from './postings.ts'
import { type Term, termsOf } from './terms.ts'
import { UNKNOWN, Vocabulary } from './vocabulary.ts'

/** What is searched of one topic: texts as words. */
export interface Searchable {
  readonly title: readonly Word[]
  readonly questions: readonly (readonly Word[])[]
  /** By lines, for no pair of words reaches over the end of one. */
  readonly body: readonly (readonly Word[])[]
}

/** How well one topic fits a question. */
export interface Signals {
  /** BM25F over title, questions and body; above 0, no upper end. */
  readonly words: number
  /** Likeness to the topic's nearest sample question, 0 to 1. */
  readonly nearest: number
  /** Share of the meaningful words, by weight, that the topic's title and questions hold too, 0 to 1. */
  readonly named: number
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
type FieldTerms = Readonly<Record<Field, readonly (readonly Term[])[]>>
type Lengths = Readonly<Record<Field, number>>

/** Finds topics by their words. Everything is kept in memory; a search takes about 0.1 ms. */
export class SearchIndex {
  readonly #size: number
  readonly #vocabulary = new Vocabulary()
  readonly #all: Postings
  /** Title and questions alone: what the topic is called, not what is also said in it. */
  readonly #named: Postings
  readonly #samples: Postings
  /** How rare each term is among the topics' titles and questions. */
  readonly #rarity: Float64Array
  /** For each sample question its topic, and the weight of all its terms. */
  readonly #topicOfSample: Int32Array
  readonly #weightOfSample: Float64Array

  constructor(topics: readonly Searchable[]) {
    this.#size = topics.length
    const texts = topics.map(({ title, questions, body }) => ({
      title: [termsOf(title)],
      questions: questions.map(termsOf),
      body: body.map(termsOf),
    }))
    const { all, named } = this.#postingsOf(texts, topics.map(lengthsOf))
    this.#all = all
    this.#named = named
    this.#rarity = Float64Array.from({ length: this.#vocabulary.terms }, (_, term) => this.#rarityOf(term))

    const samples = texts.flatMap(({ title, questions }, topic) =>
      [...title, ...questions].map((terms) => ({ topic, terms: terms.filter(isTelling) })),
    )
    const builder = new PostingsBuilder(this.#vocabulary)
    for (const [number, { terms }] of samples.entries()) {
      for (const { word } of terms) builder.add(number, this.#vocabulary.formOf(word), 1)
    }
    this.#samples = builder.build()
    this.#topicOfSample = Int32Array.from(samples, ({ topic }) => topic)
    this.#weightOfSample = Float64Array.from(samples, ({ terms }) => sumOfWeights(this.#weigh(terms)))
  }

  /** The signals of all topics, in the order in which they were given. */
  search(question: readonly Word[]): Signals[] {
    const terms = this.#weigh(termsOf(question))
    const words = new Float64Array(this.#size)
    const named = new Float64Array(this.#size)
    const shared = new Float64Array(this.#topicOfSample.length)
    for (const { word, term, weight, content, pair } of terms) {
      if (term === UNKNOWN) continue
      const agrees = this.#vocabulary.compare(word, term)
      this.#all.visit(term, agrees, (topic, count, best) => {
        words[topic] = (words[topic] as number) + weight * best * ((count * (K1 + 1)) / (count + K1))
      })
      if (content) {
        this.#named.visit(term, agrees, (topic, _count, best) => {
          named[topic] = (named[topic] as number) + weight * best
        })
      }
      if (content || pair) {
        this.#samples.visit(term, agrees, (sample, _count, best) => {
          shared[sample] = (shared[sample] as number) + weight * best
        })
      }
    }
    const content = sumOfWeights(terms.filter((term) => term.content))
    const nearest = this.#nearest(shared, sumOfWeights(terms.filter(isTelling)))
    return Array.from(words, (score, topic) => ({
      words: score,
      nearest: nearest[topic] ?? 0,
      named: content > 0 ? (named[topic] ?? 0) / content : 0,
    }))
  }

  /** `lengths`: the fields' numbers of words, by topic. */
  #postingsOf(topics: readonly FieldTerms[], lengths: readonly Lengths[]): { all: Postings; named: Postings } {
    const averages = averagesOf(lengths)
    const all = new PostingsBuilder(this.#vocabulary)
    const named = new PostingsBuilder(this.#vocabulary)
    for (const [number, fields] of topics.entries()) {
      for (const field of FIELD_NAMES) {
        const { boost, b } = FIELDS[field]
        const count = boost / (1 - b + (b * (lengths[number]?.[field] ?? 0)) / averages[field])
        for (const terms of fields[field]) {
          for (const { word } of terms) {
            const form = this.#vocabulary.formOf(word)
            all.add(number, form, count)
            if (field !== 'body') named.add(number, form, 1)
          }
        }
      }
    }
    return { all: all.build(), named: named.build() }
  }

  #rarityOf(term: number): number {
    const holding = term === UNKNOWN ? 0 : this.#named.documentsWith(term)
    return Math.log(1 + (this.#size - holding + 0.5) / (holding + 0.5))
  }

  /** Multiplies each term's own weight by its rarity; a term that stands nowhere is the rarest. */
  #weigh(terms: readonly Term[]): (Term & { readonly term: number })[] {
    return terms.map(({ word, weight, content, pair }) => {
      const term = this.#vocabulary.find(word)
      return { word, weight: weight * (this.#rarity[term] ?? this.#rarityOf(UNKNOWN)), content, pair, term }
    })
  }

  /** Dice's coefficient with each sample question, from the weights of what both share; the best of each topic. */
  #nearest(shared: Float64Array, total: number): Float64Array {
    const best = new Float64Array(this.#size)
    for (let sample = 0; sample < shared.length; sample++) {
      const weight = shared[sample] as number
      if (weight === 0) continue
      const topic = this.#topicOfSample[sample] as number
      const likeness = (2 * weight) / (total + (this.#weightOfSample[sample] as number))
      if (likeness > (best[topic] as number)) best[topic] = likeness
    }
    return best
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
