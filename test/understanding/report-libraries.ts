import { type Outcome, tally } from './outcome.ts'
import type { LibraryResult } from './plain/judge.ts'
import { type Part, TO_JUDGE_BY } from './questions.ts'
import { at, line, share } from './table.ts'

/** The parts by which the libraries are judged one by one. */
const JUDGED: readonly Part[] = ['held', 'afterwards', 'one', 'two', 'three']
const ASSISTANT = '**assistant**'

/** The section of the page that sets the assistant beside the libraries. `outcomes` are its own. */
export function besideLibraries(
  outcomes: readonly Outcome[],
  libraries: readonly LibraryResult[],
  withWordings: LibraryResult,
): string[] {
  const all = [{ name: ASSISTANT, outcomes }, ...libraries]
  return [
    '## Beside plain libraries',
    '',
    'Each over the same articles: title, sample questions and body, the body weighing least (NLP.js is trained on title and',
    'questions; Fuse, which reads every letter, was slower with the body and found less); accents taken off on both sides.',
    'Settings were chosen by *tune* from those that each guide shows. That means without tolerance of slips: Vietnamese',
    'words are short, and with one letter free each is near to many others (test/understanding/README.md has the numbers).',
    'A library answers from the score on with which the share answered right of *tune* and *one* and the share declined of what',
    "is not ours are highest together. The assistant's own wordings are not among the articles, so what they bring is part of its",
    'margin: the last row shows a plain search that is given them.',
    '',
    `The questions of ${TO_JUDGE_BY.join(', ')} together:`,
    '',
    '| | right first | among the first three | answered | answered right | answered wrongly | not ours: answered | p50 ms |',
    '|---|---|---|---|---|---|---|---|',
    ...[...all, withWordings].map(judgedLine),
    '',
    ...marginLines(outcomes, libraries),
    '',
    'Right first, by part:',
    '',
    `| | all | ${JUDGED.join(' | ')} |`,
    `|---|---${'|---'.repeat(JUDGED.length)}|`,
    ...all.map((one) => line(one.name, ...columns().map((parts) => firstOf(one.outcomes, parts).toFixed(1)))),
    line(
      'margin over the best of them',
      ...columns().map((parts) => signed(firstOf(outcomes, parts) - best(libraries, parts).first)),
    ),
    '',
  ]
}

function judgedLine({ name, outcomes }: LibraryResult): string {
  const some = outcomes.filter(({ posed }) => TO_JUDGE_BY.includes(posed.part))
  const ours = tally(some.filter(({ posed }) => posed.topic !== null))
  const others = tally(some.filter(({ posed }) => posed.topic === null))
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b)
  return line(
    name,
    share(ours.first, ours.count),
    share(ours.firstThree, ours.count),
    share(ours.answeredRight + ours.answeredWrong, ours.count),
    share(ours.answeredRight, ours.count),
    share(ours.answeredWrong, ours.count),
    share(others.answeredWrong, others.count),
    at(times, 0.5).toFixed(2),
  )
}

function marginLines(outcomes: readonly Outcome[], libraries: readonly LibraryResult[]): string[] {
  const { name, first } = best(libraries, TO_JUDGE_BY)
  const own = firstOf(outcomes, TO_JUDGE_BY)
  return [
    `Right first: **${signed(own - first)} points** over the best on the same articles, ${name}, above which there are`,
    `${(100 - first).toFixed(1)} points in all.`,
  ]
}

/** All parts together, then each that is judged. */
function columns(): readonly (readonly Part[] | null)[] {
  return [null, ...JUDGED.map((part) => [part])]
}

function best(libraries: readonly LibraryResult[], parts: readonly Part[] | null): { name: string; first: number } {
  return libraries
    .map(({ name, outcomes }) => ({ name, first: firstOf(outcomes, parts) }))
    .reduce((one, other) => (other.first > one.first ? other : one))
}

/** Per cent of the questions in scope whose best topic is the right one; of all parts when `parts` is null. */
function firstOf(outcomes: readonly Outcome[], parts: readonly Part[] | null): number {
  const { first, count } = tally(
    outcomes.filter(({ posed }) => posed.topic !== null && (parts === null || parts.includes(posed.part))),
  )
  return (100 * first) / count
}

function signed(points: number): string {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`
}
