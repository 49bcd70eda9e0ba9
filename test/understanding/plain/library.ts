import type { Article } from '../../../src/answers/article.ts'
import { fold, normalise } from '../../../src/core/text.ts'

/** A topic that a library found. */
export interface Hit {
  readonly topic: string
  /** The higher the surer; comparable within one library. */
  readonly score: number
}

/** A library used as its own guide shows it, over the same articles. */
export interface PlainLibrary {
  readonly name: string
  /** Best first, at least the best three where it finds as many. */
  find(question: string): Promise<readonly Hit[]> | readonly Hit[]
}

/** An article as the libraries are given it. */
export interface PlainArticle {
  readonly topic: string
  readonly title: string
  /** The sample questions, a line each. */
  readonly questions: string
  readonly body: string
  /** Title and sample questions, one by one: what a classifier is trained on. */
  readonly sentences: readonly string[]
}

/** How many topics are looked at. */
export const BEST = 3

/** Accents are taken off on both sides, `đ` too: each library does better so. */
export function plain(text: string): string {
  return fold(normalise(text))
}

type Given = Pick<Article, 'title' | 'questions' | 'body'> & { readonly topic: string }

export function plainArticle({ topic, title, questions, body }: Given): PlainArticle {
  const [heading = '', ...asked] = [title, ...questions].map(plain)
  return { topic, title: heading, questions: asked.join('\n'), body: plain(body), sentences: [heading, ...asked] }
}
