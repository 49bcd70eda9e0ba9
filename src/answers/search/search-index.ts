import type { Word } from '../text/reader.ts'
import { Postings } from './postings.ts'
import { type Term, termsOf } from './terms.ts'

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
type Fields = Readonly<Record<Field, readonly (readonly Word[])[]>>

/** Finds topics by their words. Everything is kept in memory; a search takes about 0.1 ms. */
export class SearchIndex {
  readonly #size: number
  readonly #all = new Postings()
  /** Title and questions alone: what the topic is called, not what is also said in it. */
  readonly #named = new Postings()
  readonly #samples = new Postings()
  /** For each sample question its topic, and the weight of all its terms. */
  readonly #topicOfSample: number[] = []
  readonly #weightOfSample: Float64Array

  constructor(topics: readonly Searchable[]) {
    this.#size = topics.length
    const texts = topics.map(({ title, questions, body }) => ({ title: [title], questions, body }))
    this.#addFields(texts)
    const samples = texts.flatMap(({ title, questions }, topic) => {
      return [...title, ...questions].map((words) => ({ topic, terms: termsOf(words).filter(isTelling) }))
    })
    for (const [number, sample] of samples.entries()) {
      this.#topicOfSample.push(sample.topic)
      for (const term of sample.terms) this.#samples.add(number, term.word, 1)
    }
    this.#weightOfSample = Float64Array.from(samples, ({ terms }) => sumOfWeights(this.#weigh(terms)))
  }

  /** The signals of all topics, in the order in which they were given. */
  search(question: readonly Word[]): Signals[] {
    const terms = this.#weigh(termsOf(question))
    const words = new Float64Array(this.#size)
    const named = new Float64Array(this.#size)
    const contents = terms.filter((term) => term.content)
    for (const { word, weight } of terms) {
      this.#all.visit(word, (topic, count, agrees) => {
        words[topic] = (words[topic] ?? 0) + weight * agrees * ((count * (K1 + 1)) / (count + K1))
      })
    }
    for (const { word, weight } of contents) {
      this.#named.visit(word, (topic, _count, agrees) => {
        named[topic] = (named[topic] ?? 0) + weight * agrees
      })
    }
    const content = sumOfWeights(contents)
    const nearest = this.#nearest(terms.filter(isTelling))
    return Array.from(words, (score, topic) => ({
      words: score,
      nearest: nearest[topic] ?? 0,
      named: content > 0 ? (named[topic] ?? 0) / content : 0,
    }))
  }

  #addFields(topics: readonly Fields[]): void {
    const average = (field: Field) =>
      topics.reduce((sum, topic) => sum + lengthOf(topic[field]), 0) / topics.length || 1
    const averages = { title: average('title'), questions: average('questions'), body: average('body') }
    for (const [number, topic] of topics.entries()) {
      for (const field of FIELD_NAMES) {
        const { boost, b } = FIELDS[field]
        const count = boost / (1 - b + (b * lengthOf(topic[field])) / averages[field])
        for (const words of topic[field]) {
          for (const { word } of termsOf(words)) {
            this.#all.add(number, word, count)
            if (field !== 'body') this.#named.add(number, word, 1)
          }
        }
      }
    }
  }

  /** Multiplies each term's own weight by how rare it is among the topics' titles and questions. */
  #weigh(terms: readonly Term[]): Term[] {
    return terms.map((term) => {
      const holding = this.#named.documentsWith(term.word)
      const rarity = Math.log(1 + (this.#size - holding + 0.5) / (holding + 0.5))
      return { ...term, weight: term.weight * rarity }
    })
  }

  /** Dice's coefficient of the weighted terms with each sample question; the best of each topic. */
  #nearest(terms: readonly Term[]): Float64Array {
    const shared = new Float64Array(this.#topicOfSample.length)
    for (const { word, weight } of terms) {
      this.#samples.visit(word, (sample, _count, agrees) => {
        shared[sample] = (shared[sample] ?? 0) + weight * agrees
      })
    }
    const total = sumOfWeights(terms)
    const best = new Float64Array(this.#size)
    for (let sample = 0; sample < shared.length; sample++) {
      const weight = shared[sample] ?? 0
      if (weight === 0) continue
      const topic = this.#topicOfSample[sample] ?? 0
      const likeness = (2 * weight) / (total + (this.#weightOfSample[sample] ?? 0))
      if (likeness > (best[topic] ?? 0)) best[topic] = likeness
    }
    return best
  }
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
