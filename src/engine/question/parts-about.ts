import type { Article } from '../../answers/article.ts'
import { articleText } from '../../answers/compose.ts'
import { fold, normalise, tokens } from '../../core/text.ts'
import type { Draft } from '../form/draft.ts'

/** A list is shown whole up to here; of a longer one, its heading and the lines that are meant. */
const WHOLE_LINES = 4
/** More than these are the whole article again. */
const MAX_PARTS = 3

/**
 * What an article says of a question that goes on about it: the paragraphs with most of the question's words, or those
 * that tell what such a question asks for ("mất bao lâu": days, months). null when nothing of it stands out.
 */
export function partsAbout({ conversation, input }: Draft, article: Article, question: string): string | null {
  const { continuing } = conversation
  const wanted = continuing.subjectOf(question)
  const told = continuing.toldFor(question)
  const text = [articleText(article, input.province), article.more ?? ''].join('\n\n').trim()
  const parts = text.split('\n\n').filter((part) => !continuing.isHelpLine(part))
  const best = (words: readonly string[]) => mostOf(parts, words)
  const found = wanted.length > 0 ? best(wanted) : best(told)
  if (found.length === 0 || found.length > MAX_PARTS || found.length === parts.length) return null
  const words = wanted.length > 0 ? wanted : told
  return found.map((part) => shortened(part, words)).join('\n\n')
}

/** The parts in which most of the words stand, in their order; none where no word does. */
function mostOf(parts: readonly string[], words: readonly string[]): readonly string[] {
  const counts = parts.map((part) => countOf(part, words))
  const most = Math.max(0, ...counts)
  return most === 0 ? [] : parts.filter((_, at) => counts[at] === most)
}

function countOf(text: string, words: readonly string[]): number {
  const plain = words.every((word) => word === fold(word))
  const written = tokens(normalise(text)).join(' ')
  const known = ` ${plain ? fold(written) : written} `
  return words.filter((word) => known.includes(` ${word} `)).length
}

function shortened(part: string, words: readonly string[]): string {
  const [heading = '', ...lines] = part.split('\n')
  if (lines.length <= WHOLE_LINES) return part
  const meant = mostOf(lines, words)
  return meant.length === 0 ? part : [heading, ...meant].join('\n')
}
