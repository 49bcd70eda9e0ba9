import { normalise, tokens } from '../../core/text.ts'
import { type Reading, reconcile, unclear, understood } from './reading.ts'
import { createVocabulary, POLITE, type Signs, UNKNOWN } from './vocabulary.ts'

export type YesNoWhy = 'empty' | 'both' | 'double_negative' | 'question' | 'undecided' | 'not_understood'
export type YesNo = (text: string) => Reading<boolean, YesNoWhy>

/** `data/language/expects/yes-no.yaml`, which says what each sign means. */
export interface YesNoWords {
  readonly said: { readonly yes: string; readonly no: string }
  readonly signs: Signs
  readonly good: readonly string[]
  readonly bad: readonly string[]
}

/** Reads yes or no. Every word must be a known one: "có việc bận" begins like a yes and is none. */
export function createYesNo(words: YesNoWords, polite: readonly string[]): YesNo {
  const vocabulary = createVocabulary(words.signs, polite)
  const option = (value: boolean) => ({ value, said: value ? words.said.yes : words.said.no })

  function judge(clauses: readonly (readonly string[])[]): Reading<boolean, YesNoWhy> {
    const verdicts = clauses.flatMap(thoughtsOf).map(readThought)
    const why = verdicts.find((verdict): verdict is YesNoWhy => typeof verdict === 'string')
    if (why) return unclear(why)
    const said = new Set(verdicts.flatMap((verdict) => (typeof verdict === 'string' ? [] : verdict)))
    if (said.has('yes') && said.has('no')) return unclear('both')
    if (said.has('no')) return understood(option(false))
    return said.has('yes') || said.has('soft') ? understood(option(true)) : unclear('not_understood')
  }

  return (text) => {
    if (text.trim() === '') return unclear('empty')
    const clauses = clausesOf(withPictures(text, words)).map(vocabulary)
    const readings = combinations(clauses).map(judge)
    return reconcile(readings, { senseless: 'not_understood', ambiguous: 'undecided' })
  }
}

/** Pictures that answer become signs in the text; skin tones and the like are lost with all other pictures. */
function withPictures(text: string, { good, bad }: YesNoWords): string {
  const spelt = good.reduce((all, picture) => all.replaceAll(picture, ' =good '), text.replaceAll('=', ' '))
  return bad.reduce((all, picture) => all.replaceAll(picture, ' =bad '), spelt)
}

function clausesOf(text: string): string[][] {
  return normalise(text)
    .split(/[.,;!:…]+/)
    .map((clause) =>
      clause
        .split(/(\?|=good|=bad)/)
        .flatMap((piece) => (piece === '?' ? ['=ask'] : piece.startsWith('=') ? [piece] : tokens(piece))),
    )
    .filter((clause) => clause.length > 0)
}

function combinations(clauses: readonly string[][][]): string[][][] {
  return clauses.reduce<string[][][]>(
    (all, readings) => all.flatMap((before) => readings.map((reading) => [...before, reading])).slice(0, 64),
    [[]],
  )
}

/** What a clause says before and after a "but", each as signs parted by spaces. */
function thoughtsOf(signs: readonly string[]): string[] {
  return signs
    .filter((sign) => sign !== POLITE)
    .join(' ')
    .split(/ ?\bbut\b ?/)
}

type Polarity = 'yes' | 'no' | 'soft'

/** What one thought says, or why it cannot be told. The order of the questions is that of the risk in a wrong answer. */
function readThought(thought: string): Polarity[] | YesNoWhy {
  if (/\bask\b/.test(thought) || /\b(yes|act)\b.*\bneg$/.test(thought)) return questionOrDouble(thought)
  if (/\bdeny\b/.test(thought) && !/\b(neg|no)\b/.test(thought)) return 'question'
  if (thought.includes(UNKNOWN)) return 'not_understood'
  if (/\bunsure\b/.test(thought)) return 'undecided'
  if (DOUBLE.test(thought)) return 'double_negative'
  const said = thought
    .replace(/\bneg( act)*( yes)?( act)*/g, 'no')
    .split(' ')
    .flatMap((sign) => POLARITIES[sign] ?? [])
  // "đăng ký rồi" and "dạ cảm ơn" may answer yes, or say that nothing is wanted.
  return /\bact\b/.test(thought) ? said.filter((polarity) => polarity !== 'soft') : said
}

const DOUBLE = /\bneg( (yes|act))+ (neg|no)\b|\bneg no\b/

/** "không phải không" ends like the question "phải không", yet begins with a no. */
function questionOrDouble(thought: string): YesNoWhy {
  return DOUBLE.test(thought) && !/\bask\b/.test(thought) ? 'double_negative' : 'question'
}

const POLARITIES: Readonly<Record<string, readonly Polarity[]>> = {
  yes: ['yes'],
  good: ['yes'],
  no: ['no'],
  bad: ['no'],
  soft: ['soft'],
}
