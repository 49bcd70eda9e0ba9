import { parse } from 'yaml'
import { z } from 'zod'
import { normalise, tokens } from './normalise.ts'
import { createRewriter, type Rewriter } from './rewriter.ts'

/** How Vietnamese is typed, as `data/language` tells it. */
export interface Language {
  /** Shortened, bent and regional words -> as usually written. */
  readonly abbreviations: Rewriter
  /** Different words for one thing -> one of them. */
  readonly synonyms: Rewriter
  /** Words that say nothing about the topic, normalised. */
  readonly fillers: ReadonlySet<string>
  /** Every word that stands in the files, normalised. */
  readonly words: ReadonlySet<string>
}

/** The texts of the files of `data/language`. */
export interface LanguageFiles {
  readonly abbreviations: string
  readonly synonyms: string
  readonly fillers: string
}

const abbreviationsSchema = z.record(z.string(), z.string())
const synonymsSchema = z.record(z.string(), z.array(z.string()).min(1))
const fillersSchema = z.array(z.array(z.string()))

/** Throws a ZodError or a YAMLParseError when a file has another shape. */
export function parseLanguage(files: LanguageFiles): Language {
  const abbreviations = abbreviationsSchema.parse(parse(files.abbreviations))
  const synonyms = synonymsSchema.parse(parse(files.synonyms))
  const fillers = fillersSchema.parse(parse(files.fillers)).flat().flatMap(wordsOf)
  const phrases = [...Object.entries(abbreviations).flat(), ...Object.entries(synonyms).flat(2)]
  return {
    abbreviations: createRewriter(Object.entries(abbreviations).map(([from, to]) => ({ from, to }))),
    synonyms: createRewriter(
      Object.entries(synonyms).flatMap(([to, variants]) => variants.map((from) => ({ from, to }))),
    ),
    fillers: new Set(fillers),
    words: new Set([...fillers, ...phrases.flatMap(wordsOf)]),
  }
}

function wordsOf(text: string): string[] {
  return tokens(normalise(text))
}
