import type { Reader, Word } from '../text/reader.ts'
import { Postings } from './postings.ts'
import { type Term, termsOf } from './terms.ts'

/** What is searched of one topic. */
export interface Searchable {
  readonly title: string
  readonly questions: readonly string[]
  readonly body: string
}

/** How well one topic fits a question. */
export interface Signals {
  /** BM25F over title, questions and body; above 0, no upper end. */
  readonly words: number
  /** The same as a share of what a topic saying nothing but the question would get, 0 to 1. */
  readonly share: number
  /** Likeness to the topic's nearest sample question, 0 to 1. */
  readonly nearest: number
  /** Share of the meaningful words, by weight, that the topic's title and questions hold too, 0 to 1. */
  readonly named: number
}

export interface SearchResult {
  /** In the order in which the topics were given. */
  readonly topics: readonly Signals[]
  /** The question's words as they were compared. */
  readonly words: readonly Word[]
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
  readonly #read: Reader
  readonly #size: number
  readonly #all = new Postings()
  /** Title and questions alone: what the topic is called, not what is also said in it. */
  readonly #named = new Postings()
  readonly #samples = new Postings()
  /** For each sample question its topic, and the weight of all its terms. */
  readonly #topicOfSample: number[] = []
  readonly #weightOfSample: Float64Array

  constructor(topics: readonly Searchable[], read: Reader) {
    this.#read = read
    this.#size = topics.length
    const texts = topics.map((topic) => ({
      title: [read(topic.title)],
      questions: topic.questions.map(read),
      body: topic.body.split('\n').map(read),
    }))
    this.#addFields(texts)
    const samples = texts.flatMap((fields, topic) => {
      return [...fields.title, ...fields.questions].map((words) => ({ topic, terms: termsOf(words) }))
    })
    for (const [number, sample] of samples.entries()) {
      this.#topicOfSample.push(sample.topic)
      for (const term of sample.terms) this.#samples.add(number, term.word, 1)
    }
    this.#weightOfSample = Float64Array.from(samples, (sample) => this.#weightOfAll(sample.terms))
  }

  search(question: string): SearchResult {
    const words = this.#read(question)
    const terms = termsOf(words)
    const bm25 = new Float64Array(this.#size)
    const named = new Float64Array(this.#size)
    for (const term of terms) {
      const weight = this.#weight(term)
      this.#addBm25(bm25, term, weight)
      if (term.content) this.#addNamed(named, term, weight)
    }
    const total = this.#weightOfAll(terms)
    const content = this.#weightOfAll(terms.filter((term) => term.content))
    const nearest = this.#nearest(terms, total)
    const topics = Array.from(bm25, (score, topic) => ({
      words: score,
      share: total > 0 ? score / (total * (K1 + 1)) : 0,
      nearest: nearest[topic] ?? 0,
      named: content > 0 ? (named[topic] ?? 0) / content : 0,
    }))
    return { topics, words }
  }

  #addFields(topics: readonly Fields[]): void {
    const average = (field: Field) =>
      topics.reduce((sum, topic) => sum + lengthOf(topic[field]), 0) / topics.length || 1
    const averages = { title: average('title'), questions: average('questions'), body: average('body') }
    for (const [number, topic] of topics.entries()) {
      for (const field of FIELD_NAMES) {
        const { boost, b } = FIELDS[field]
        const count = boost / (1 - b + (b * lengthOf(topic[field])) / averages[field])
        for (const term of topic[field].flatMap(termsOf)) {
          this.#all.add(number, term.word, count)
          if (field !== 'body') this.#named.add(number, term.word, 1)
        }
      }
    }
  }

  /** Its own weight, and how rare it is among the topics' titles and questions. */
  #weight(term: Term): number {
    const holding = this.#named.documentsWith(term.word)
    return term.weight * Math.log(1 + (this.#size - holding + 0.5) / (holding + 0.5))
  }

  #weightOfAll(terms: readonly Term[]): number {
    return terms.reduce((sum, term) => sum + this.#weight(term), 0)
  }

  #addBm25(scores: Float64Array, term: Term, weight: number): void {
    this.#all.visit(term.word, (topic, count, agrees) => {
      scores[topic] = (scores[topic] ?? 0) + weight * agrees * ((count * (K1 + 1)) / (count + K1))
    })
  }

  #addNamed(scores: Float64Array, term: Term, weight: number): void {
    this.#named.visit(term.word, (topic, _count, agrees) => {
      scores[topic] = (scores[topic] ?? 0) + weight * agrees
    })
  }

  /** Dice's coefficient of the weighted terms with each sample question; the best of each topic. */
  #nearest(terms: readonly Term[], total: number): Float64Array {
    const shared = new Float64Array(this.#topicOfSample.length)
    for (const term of terms) {
      const weight = this.#weight(term)
      this.#samples.visit(term.word, (sample, _count, agrees) => {
        shared[sample] = (shared[sample] ?? 0) + weight * agrees
      })
    }
    const best = new Float64Array(this.#size)
    for (const [sample, weight] of shared.entries()) {
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
