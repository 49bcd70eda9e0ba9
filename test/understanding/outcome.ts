import type { Posed } from './questions.ts'

/** What became of a question. `decision` and `topics` are those of the command `ask`. */
export interface Outcome {
  readonly posed: Posed
  readonly decision: string
  /** Best first. */
  readonly topics: readonly string[]
  /** Milliseconds for finding and deciding. */
  readonly ms: number
}

/** How many of `count` questions went which way. */
export interface Tally {
  readonly count: number
  /** The best topic is the right one, whatever was decided: what a plain search is judged by. */
  readonly first: number
  /** The right topic is among the best three, whatever was decided. */
  readonly firstThree: number
  readonly answeredRight: number
  /** Answered right, or the right topic stands among the buttons. */
  readonly rightOrOffered: number
  readonly answeredWrong: number
  readonly declined: number
}

/** Beginning a flow, small talk and handing over answer nothing: they count as asked back without the right topic. */
export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length
  const right = (outcome: Outcome) => outcome.decision === 'answer' && isFirst(outcome)
  return {
    count: outcomes.length,
    first: count(isFirst),
    firstThree: count(({ posed, topics }) => posed.topic !== null && topics.slice(0, 3).includes(posed.topic)),
    answeredRight: count(right),
    rightOrOffered: count((outcome) => right(outcome) || isOffered(outcome)),
    answeredWrong: count((outcome) => outcome.decision === 'answer' && !isFirst(outcome)),
    declined: count(({ decision }) => decision === 'decline' || decision === 'handover'),
  }
}

export function isFirst({ posed, topics }: Outcome): boolean {
  return posed.topic !== null && topics[0] === posed.topic
}

function isOffered({ posed, decision, topics }: Outcome): boolean {
  return decision === 'clarify' && posed.topic !== null && topics.includes(posed.topic)
}
