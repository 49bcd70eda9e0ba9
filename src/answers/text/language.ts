import { parse } from 'yaml'
import { z } from 'zod'
import { fold, normalise, tokens } from './normalise.ts'
import { createRewriter, type Rewriter } from './rewriter.ts'

/** How Vietnamese is typed, as `data/language` tells it. */
export interface Language {
  /** Shortened, bent and regional words -> as usually written. */
  readonly abbreviations: Rewriter
  /** Different words for one thing -> one of them. */
  readonly synonyms: Rewriter
  /** Words that say nothing about the topic, normalised; with and without accents. */
  readonly fillers: ReadonlySet<string>
  readonly foldedFillers: ReadonlySet<string>
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
  const fillers = fillersSchema.parse(parse(files.fillers)).flat().flatMap((word) => tokens(normalise(word)))
  return {
    abbreviations: createRewriter(Object.entries(abbreviations).map(([from, to]) => ({ from, to }))),
    synonyms: createRewriter(
      Object.entries(synonyms).flatMap(([to, variants]) => variants.map((from) => ({ from, to }))),
    ),
    fillers: new Set(fillers),
    foldedFillers: new Set(fillers.map(fold)),
  }
}
