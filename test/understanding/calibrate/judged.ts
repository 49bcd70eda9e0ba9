import { choicesOf, type Evidence, signsOf } from '../../../src/answers/decide.ts'
import { evidenceOf } from '../../../src/answers/evidence.ts'
import { buildingFinder, type Finder } from '../../../src/answers/finder.ts'
import { rank } from '../../../src/answers/rank.ts'
import { type Searched, searchedOf } from '../../../src/answers/searched.ts'
import { typedTokens } from '../../../src/answers/text/reader.ts'
import { atOnce } from '../../../src/core/stepwise.ts'
import { articles, language, offTopic, questions, topics } from '../../answers/support/project.ts'
import { isForTuning, readQuestions } from '../questions.ts'

/** A question with what is known of it before anything is decided. */
export interface Judged {
  readonly from: 'samples' | 'questions'
  readonly ours: boolean
  readonly evidence: Evidence
  /** The best topic is a right one; a right one is among those that would be offered. */
  readonly best: boolean
  readonly offered: boolean
}

const FOLDS = 4
const searched = searchedOf(articles, [], topics, language)
const groups = searched.map(({ group }) => group)

/** Every sample sentence of articles, wordings and subjects that are not ours, asked of a finder that was made without it. */
export function* heldOutSamples(): Generator<Judged> {
  for (let fold = 0; fold < FOLDS; fold++) {
    let number = 0
    const held: { q: string; right: readonly string[] }[] = []
    const rest = searched.map((one) => ({
      ...one,
      questions: one.questions.filter((q) => {
        const isHeld = number++ % FOLDS === fold
        if (isHeld) held.push({ q, right: one.topic === null ? [] : [one.topic] })
        return !isHeld
      }),
    }))
    const finder = finderOf(rest)
    for (const { q, right } of held) yield judged(finder, q, right, 'samples')
  }
}

/** The questions by which weights may be chosen: never those of `held`, `afterwards` and `two`. */
export function* tuningQuestions(): Generator<Judged> {
  const finder = finderOf(searched)
  for (const { q, topic } of readQuestions().filter(isForTuning)) {
    yield judged(finder, q, topic === null ? [] : [topic], 'questions')
  }
  for (const [at, { q, topics: right }] of questions.entries()) {
    if (at % 2 === 0) yield judged(finder, q, right, 'questions')
  }
  for (const q of offTopic.known) yield judged(finder, q, [], 'questions')
}

function finderOf(some: readonly Searched[]): Finder {
  return atOnce(buildingFinder(some, language))
}

function judged({ index, classify, read }: Finder, q: string, right: readonly string[], from: Judged['from']): Judged {
  const words = read(typedTokens(q))
  const ranking = rank(words, index.search(words), classify(words), groups, language.anchors)
  const evidence = evidenceOf(ranking, (at) => searched[at]?.topic ?? undefined)
  const best = evidence.candidates[0]
  return {
    from,
    ours: right.length > 0,
    evidence,
    best: best !== undefined && right.includes(best.topic),
    offered: choicesOf(evidence.candidates).some(({ topic }) => right.includes(topic)),
  }
}

/** The signs of a judged question as numbers, in the order of `SIGNS`; null where nothing was found. */
export function numbersOf({ evidence }: Judged): number[] | null {
  const best = evidence.candidates[0]
  if (!best) return null
  const signs = signsOf(best, evidence)
  return SIGNS.map((sign) => signs[sign])
}

export const SIGNS = ['logScore', 'named', 'lead', 'elsewhere', 'likelyElsewhere', 'anchored'] as const
