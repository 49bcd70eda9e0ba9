import { isFirst, type Outcome, type Tally, tally } from './outcome.ts'
import type { Part, Posed } from './questions.ts'

export interface LibraryResult {
  readonly name: string
  /** The best topic for each question in scope, in their order. */
  readonly found: readonly (string | null)[]
  readonly inScope: readonly Posed[]
}

export interface Evaluation {
  readonly outcomes: readonly Outcome[]
  readonly libraries: readonly LibraryResult[]
  readonly startUpMs: number
  /** Whether a question stands among the articles' sample questions and wordings, accents and case aside. */
  readonly isKnown: (question: string) => boolean
}

const MAX_CONFUSIONS = 25
const PARTS: readonly Part[] = ['tune', 'held', 'afterwards', 'one', 'two', 'three']
/** The parts whose questions may be looked at. */
const SHOWN: readonly Part[] = ['tune', 'one']
/** The parts by which the plain libraries are judged one by one. */
const JUDGED: readonly Part[] = ['held', 'afterwards', 'one', 'two', 'three']

/** The whole evaluation as a page of Markdown. Confusions are told of the parts alone that may be looked at. */
export function report({ outcomes, libraries, startUpMs, isKnown }: Evaluation): string {
  const inScope = outcomes.filter(({ posed }) => posed.topic !== null)
  const outside = outcomes.filter(({ posed }) => posed.topic === null)
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b)
  return [
    '# How well questions are understood',
    '',
    'Written by `npm run eval`; how the questions were made: [test/understanding](../test/understanding/README.md).',
    'Shares in per cent. *Held* questions changed nothing; *one*, *two* and *three* were written by other authors, *three* last,',
    'when all was fixed: the one to believe. *First*: the best topic found is the right one, whatever was decided.',
    '',
    ...inScopeTable('All questions in scope', [
      ['all', inScope],
      ...partsOf(inScope),
      ['held, wording unknown', inScope.filter(({ posed }) => posed.part === 'held' && !isKnown(posed.q))],
    ]),
    '## Beside plain libraries',
    '',
    'The best topic found is the right one. Over the same articles, their titles and sample questions, accents taken off',
    'on both sides.',
    '',
    `| | all | ${JUDGED.join(' | ')} |`,
    `|---|---${'|---'.repeat(JUDGED.length)}|`,
    firstLine(
      '**assistant**',
      inScope.filter(isFirst).map(({ posed }) => posed),
      inScope.map(({ posed }) => posed),
    ),
    ...libraries.map((library) => libraryLine(library)),
    '',
    ...outsideTable(outside),
    ...inScopeTable(
      'By style',
      groupsOf(inScope, (outcome) => outcome.posed.style),
    ),
    ...inScopeTable(
      'By group of topics',
      groupsOf(inScope, (outcome) => outcome.posed.group),
    ),
    '## Time',
    '',
    `Finding and deciding: p50 ${at(times, 0.5).toFixed(2)} ms, p99 ${at(times, 0.99).toFixed(2)} ms; ` +
      `reading the articles and making the index takes ${startUpMs.toFixed(0)} ms of processor time.`,
    '',
    ...confusions(inScope.filter(({ posed }) => SHOWN.includes(posed.part))),
  ].join('\n')
}

function inScopeTable(title: string, rows: readonly (readonly [string, readonly Outcome[]])[]): string[] {
  return [
    `## ${title}`,
    '',
    '| | questions | first | answered right | right or offered | answered wrongly | declined |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(([name, outcomes]) => {
      const counted = tally(outcomes)
      const of = (key: keyof Tally) => share(counted[key], counted.count)
      return line(
        name,
        String(counted.count),
        of('first'),
        of('answeredRight'),
        of('rightOrOffered'),
        of('answeredWrong'),
        of('declined'),
      )
    }),
    '',
  ]
}

function outsideTable(outside: readonly Outcome[]): string[] {
  const rows = [['all', outside] as const, ...partsOf(outside), ...groupsOf(outside, (outcome) => outcome.posed.style)]
  return [
    '## Out of scope',
    '',
    '| | questions | declined or handed over | answered |',
    '|---|---|---|---|',
    ...rows.map(([name, outcomes]) => {
      const { count, declined, answeredWrong } = tally(outcomes)
      return line(name, String(count), share(declined, count), share(answeredWrong, count))
    }),
    '',
  ]
}

function partsOf(outcomes: readonly Outcome[]): (readonly [Part, readonly Outcome[]])[] {
  return PARTS.map((part) => [part, outcomes.filter(({ posed }) => posed.part === part)])
}

function libraryLine({ name, found, inScope }: LibraryResult): string {
  const right = inScope.filter(({ topic }, place) => found[place] === topic)
  return firstLine(name, right, inScope)
}

/** Right topics that were missed, with the one taken for them; the most frequent first. */
function confusions(outcomes: readonly Outcome[]): string[] {
  const missed = outcomes.filter((outcome) => !isFirst(outcome))
  const pairs = groupsOf(missed, ({ posed, topics }) => `${posed.topic} → ${topics[0] ?? '-'}`)
  return [
    '## Confusions, worst first (tune and one)',
    '',
    '| right → found | times | for example | decided |',
    '|---|---|---|---|',
    ...pairs
      .sort(([, one], [, other]) => other.length - one.length)
      .slice(0, MAX_CONFUSIONS)
      .map(([pair, some]) => line(pair, String(some.length), some[0]?.posed.q ?? '', some[0]?.decision ?? '')),
    '',
  ]
}

function groupsOf(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): [string, Outcome[]][] {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome])
  return [...groups]
}

function firstLine(name: string, right: readonly Posed[], asked: readonly Posed[]): string {
  const shareOf = (part: Part) => {
    const among = (some: readonly Posed[]) => some.filter((posed) => posed.part === part).length
    return share(among(right), among(asked))
  }
  return line(name, share(right.length, asked.length), ...JUDGED.map(shareOf))
}

function line(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)
}

function at(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0
}
