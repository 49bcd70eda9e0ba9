import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'
import { normalise, tokens } from '../../core/text.ts'
import { createRewriter, type Rewriter } from './rewriter.ts'

/** How Vietnamese is typed, as `data/language` tells it. */
export interface Language {
  /** Shortened, bent and regional words -> as usually written. */
  readonly abbreviations: Rewriter
  /** Different words for one thing -> one of them. */
  readonly synonyms: Rewriter
  /** Words that say nothing about the topic, normalised. */
  readonly stopWords: ReadonlySet<string>
  /** A word that names a group of topics -> the group. */
  readonly anchors: ReadonlyMap<string, string>
  /** Subjects that no article answers -> how people ask about them. */
  readonly notOurs: ReadonlyMap<string, readonly string[]>
  /** Topic -> what people and offices also call it. */
  readonly wordings: ReadonlyMap<string, readonly string[]>
  /** Every word that stands in the files, normalised. */
  readonly words: ReadonlySet<string>
}

const abbreviationsSchema = z.record(z.string(), z.string())
const synonymsSchema = z.record(z.string(), z.array(z.string()).min(1))
const stopWordsSchema = z.array(z.array(z.string()))
const anchorsSchema = z.record(z.string(), z.array(z.string()))
const notOursSchema = z.record(z.string(), z.array(z.string()))
const wordingsSchema = z.record(z.string(), z.array(z.string()))

/** Reads how people shorten words and say them by region, of `data/language`. Throws an `AppError` that names the file with a mistake. */
export function readAbbreviations(folder: string): Rewriter {
  return abbreviationsRewriter(readYaml(join(folder, 'abbreviations.yaml'), abbreviationsSchema))
}

function abbreviationsRewriter(abbreviations: z.infer<typeof abbreviationsSchema>): Rewriter {
  return createRewriter(Object.entries(abbreviations).map(([from, to]) => ({ from, to })))
}

/** Reads `data/language`. Throws an `AppError` that names a file with a mistake. */
export function readLanguage(folder: string): Language {
  const abbreviations = readYaml(join(folder, 'abbreviations.yaml'), abbreviationsSchema)
  const synonyms = readYaml(join(folder, 'synonyms.yaml'), synonymsSchema)
  const stopWords = readYaml(join(folder, 'stop-words.yaml'), stopWordsSchema).flat().flatMap(wordsOf)
  const anchors = readYaml(join(folder, 'anchors.yaml'), anchorsSchema)
  const notOurs = readYaml(join(folder, 'not-ours.yaml'), notOursSchema)
  const wordings = readYaml(join(folder, 'wordings.yaml'), wordingsSchema)
  const phrases = [...Object.entries(abbreviations).flat(), ...Object.entries(synonyms).flat(2)]
  return {
    abbreviations: abbreviationsRewriter(abbreviations),
    synonyms: createRewriter(
      Object.entries(synonyms).flatMap(([to, variants]) => variants.map((from) => ({ from, to }))),
    ),
    stopWords: new Set(stopWords),
    anchors: new Map(
      Object.entries(anchors).flatMap(([group, words]) => words.map((word) => [normalise(word), group])),
    ),
    notOurs: new Map(Object.entries(notOurs)),
    wordings: new Map(Object.entries(wordings)),
    words: new Set([...stopWords, ...phrases.flatMap(wordsOf)]),
  }
}

function wordsOf(text: string): string[] {
  return tokens(normalise(text))
}
