import { join } from 'node:path'
import { z } from 'zod'
import type { Rewriter } from '../../answers/text/rewriter.ts'
import { knowingTheLast } from '../../core/knowing-the-last.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { fold, normalise, tokens } from '../../core/text.ts'

const phrases = z.array(z.string().trim().min(1)).min(1)
const continuingSchema = z.strictObject({
  cues: phrases,
  bare: z.array(phrases),
  own: phrases,
  begins: phrases,
  ends: phrases,
  joins: phrases,
  asks: phrases,
  aspects: z.strictObject({ phrases, around: phrases }),
  tells: z.array(z.strictObject({ asked: phrases, told: phrases })),
  help: phrases,
})

/** How a question leans on another. */
export type Lean = 'bare' | 'new_aspect'

/** What is known of questions that lean on what was said before, and of several in one message. Pure. */
export interface Continuing {
  /** Whether the text reads as going on from the last topic; null for a question of its own. */
  readonly leanOf: (text: string) => Lean | null
  /** The words of a text that say what it is about: with their accents, or all without them. */
  readonly subjectOf: (text: string) => readonly string[]
  /** What may happen to anything, where the text says just that: "hết hạn thì sao" -> hết hạn; null for anything else. */
  readonly aspectOf: (text: string) => string | null
  /** The phrases in which what it asks for is told, where that is a time, a price or papers: "mất bao lâu" -> ngày, tháng. */
  readonly toldFor: (text: string) => readonly string[]
  /** Whether a paragraph of an article only says where to get help. */
  readonly isHelpLine: (paragraph: string) => boolean
  /** Whether some word of it asks. */
  readonly asks: (text: string) => boolean
  /** Each way to part a message into two that may both be questions, the likeliest first. */
  readonly halvesOf: (text: string) => readonly (readonly [string, string])[]
  /** What may be the question of a long story, the likeliest first. */
  readonly cruxesOf: (text: string) => readonly string[]
}

/** A longer message has a subject of its own. */
const MAX_LEANING_WORDS = 10
const MIN_HALF_WORDS = 3
/** Each half of each place is searched with: a text made of joins alone would keep everybody else waiting. */
const MOST_PLACES = 20
const MARKS = /(?<=\?)[\s,]+(?=\p{L})|[;\n]+/gu
const SENTENCE_END = /(?<=[.!?…;\n])\s+|\n+/u

/** Reads `data/language/continuing.yaml`; `polite`: words that may stand around anything; `writeOut`: what people shorten. Throws an `AppError` that names a mistake. */
export function loadContinuing(root: string, polite: readonly string[], writeOut: Rewriter): Continuing {
  const words = readYaml(join(root, 'data/language/continuing.yaml'), continuingSchema)
  const usual = readerOf(words, polite, { writeOut, form: (word) => word })
  const plain = readerOf(words, polite, { writeOut, form: fold })
  const joins = new RegExp(`(?:^|[\\s,.;?])(?:${words.joins.flatMap(written).join('|')})(?=\\s)`, 'giu')
  const introductions = new RegExp(`(?<!\\p{L})(?:${words.asks.flatMap(written).join('|')})(?!\\p{L})`, 'giu')
  // What is typed with accents is meant with them: "con" is not "còn" there.
  const readerFor = knowingTheLast((text) => (fold(text.normalize('NFC')) === text.normalize('NFC') ? plain : usual))

  return {
    asks: (text) => readerFor(text).asks(text),
    subjectOf: (text) => readerFor(text).subjectOf(text),
    aspectOf: (text) => readerFor(text).aspectOf(text),
    toldFor: (text) => readerFor(text).toldFor(text),
    leanOf: (text) => readerFor(text).leanOf(text),
    isHelpLine: (paragraph) => words.help.some((begin) => normalise(paragraph).startsWith(normalise(begin))),
    halvesOf: (text) => halvesAt(text, joins),
    cruxesOf: (text) => cruxesOf(text, introductions, readerFor(text).asks),
  }
}

/**
 * Reads texts with what people shorten or say by region written out ("chừ mần răng" as "giờ làm sao"), and their words put
 * as `form` puts them: as they are written, or all without accents.
 */
function readerOf(
  words: z.infer<typeof continuingSchema>,
  polite: readonly string[],
  { writeOut, form }: { readonly writeOut: Rewriter; readonly form: (word: string) => string },
): Pick<Continuing, 'asks' | 'subjectOf' | 'aspectOf' | 'toldFor' | 'leanOf'> {
  const read = knowingTheLast((text): readonly string[] => writeOut(wordsOf(text)).map(form))
  const keyOf = knowingTheLast((text) => ` ${read(text).join(' ')} `)
  const cues = new Set(words.cues.flatMap(read))
  const bare = new Set([...words.bare.flat(), ...words.cues, ...polite].flatMap(read))
  const own = new Set(words.own.map(keyOf))
  const begins = words.begins.map(keyOf)
  const ends = words.ends.map(keyOf)
  const aspects = words.aspects.phrases.map((phrase) => read(phrase).join(' '))
  const beside = new Set([...bare, ...words.aspects.around.flatMap(read)])
  const tells = words.tells.map(({ asked, told }) => ({
    asked: asked.map(keyOf),
    told: told.map((phrase) => read(phrase).join(' ')),
  }))
  const asks = (text: string) => /\?/u.test(text) || read(text).some((word) => cues.has(word))

  return {
    asks,
    subjectOf: (text) => read(text).filter((word) => !bare.has(word)),
    aspectOf(text) {
      const key = keyOf(text)
      const said = aspects.find((aspect) => key.includes(` ${aspect} `))
      if (said === undefined) return null
      const rest = key.replace(` ${said} `, ' ').split(' ')
      return rest.every((word) => word === '' || beside.has(word)) ? said : null
    },
    toldFor(text) {
      const key = keyOf(text)
      return tells.flatMap(({ asked, told }) => (asked.some((phrase) => key.includes(phrase)) ? told : []))
    },
    leanOf(text) {
      const typed = read(text)
      const key = keyOf(text)
      if (typed.length < 2 || typed.length > MAX_LEANING_WORDS || own.has(key)) return null
      if (typed.every((word) => bare.has(word))) return asks(text) ? 'bare' : null
      const goesOn = begins.some((begin) => key.startsWith(begin)) || ends.some((end) => key.endsWith(end))
      return goesOn ? 'new_aspect' : null
    },
  }
}

function halvesAt(text: string, joins: RegExp): [string, string][] {
  const places = [...text.matchAll(MARKS), ...text.matchAll(joins)].slice(0, MOST_PLACES)
  return places.flatMap((place): [string, string][] => {
    const halves: [string, string] = [text.slice(0, place.index), text.slice(place.index + place[0].length)]
    return halves.every((half) => wordsOf(half).length >= MIN_HALF_WORDS) ? [halves] : []
  })
}

/** The last sentence that asks, alone and with the one before it; then what stands behind the last "cho hỏi". */
function cruxesOf(text: string, introductions: RegExp, asks: (text: string) => boolean): string[] {
  const sentences = text.split(SENTENCE_END).filter((sentence) => /\p{L}/u.test(sentence))
  const last = sentences.findLastIndex(asks)
  const found: string[] = []
  if (sentences.length > 1 && last >= 0) {
    found.push(sentences[last] ?? '', sentences.slice(Math.max(last - 1, 0), last + 1).join(' '))
  }
  const from = [...text.matchAll(introductions)].at(-1)
  if (from && from.index > 0) found.push(text.slice(from.index + from[0].length))
  return found.map((part) => part.trim()).filter((part) => part !== '' && part !== text)
}

/** With its accents and without. */
function written(phrase: string): string[] {
  return [...new Set([phrase, fold(normalise(phrase))])].map((form) => form.replaceAll(' ', '\\s+'))
}

function wordsOf(text: string): string[] {
  return tokens(normalise(text))
}
