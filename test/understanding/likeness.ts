import { fold, normalise, tokens } from '../../src/core/text.ts'

/** Two sentences are alike when of all the words in either this share stands in both. */
const ALIKE_FROM = 0.75

/** Tells whether a question is like one of the sentences, accents, case and order aside. */
export function likenessTo(sentences: readonly string[]): (question: string) => boolean {
  const known = sentences.map(wordsOf)
  return (question) => {
    const asked = [...wordsOf(question)]
    return known.some((words) => {
      const both = asked.filter((word) => words.has(word)).length
      return both >= ALIKE_FROM * (asked.length + words.size - both)
    })
  }
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(tokens(fold(normalise(text))))
}
