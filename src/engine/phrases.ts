import { fold, normalise, tokens } from '../core/text.ts'
import type { Fillers } from './fillers.ts'
import type { Flow } from './flow/flow.schema.ts'

export type PhraseMatcher = (text: string) => Flow | null

/**
 * Finds the flow that a whole message starts: the message is one of the flow's phrases, bare or with words of politeness
 * around it ("dạ cháu cảm ơn nhiều ạ"). A phrase within a longer sentence starts nothing: "cảm ơn, cho hỏi…" is a
 * question. Accents may be left out; typed ones must agree. What is found neither as it is typed is looked for with its
 * shortened words written out by `writeOut` ("co lop nao ko").
 */
export function createPhraseMatcher(
  flows: readonly Flow[],
  fillers: Fillers,
  writeOut: (words: readonly string[]) => string[] = (words) => [...words],
): PhraseMatcher {
  const exact = new Map<string, Flow>()
  const folded = new Map<string, Flow>()
  for (const flow of flows) {
    for (const phrase of flow.starts.phrases) {
      const words = tokens(normalise(phrase)).join(' ')
      exact.set(words, flow)
      folded.set(fold(words), flow)
    }
  }
  const longest = Math.max(...[...exact.keys()].map((phrase) => phrase.split(' ').length))
  const before = new Set(fillers.before.flatMap((word) => [word, fold(word)]))
  const after = new Set(fillers.after.flatMap((word) => [word, fold(word)]))

  return (text) => {
    const words = tokens(normalise(text))
    const plain = words.every((word) => word === fold(word))
    const written = writeOut(words).map((word) => (plain ? fold(word) : word))
    return find(words) ?? find(written)
  }

  function find(words: readonly string[]): Flow | null {
    let start = 0
    while (start < words.length && before.has(words[start] ?? '')) start++
    // The wordiest reading first, so that "chào bạn" is found before "chào" with "bạn" taken for politeness.
    for (let from = 0; from <= start; from++) {
      for (let to = words.length; to > from; to--) {
        if (to < words.length && !after.has(words[to] ?? '')) break
        if (to - from > longest) continue
        const phrase = words.slice(from, to).join(' ')
        const plain = fold(phrase)
        const flow = phrase === plain ? folded.get(plain) : exact.get(phrase)
        if (flow) return flow
      }
    }
    return null
  }
}
