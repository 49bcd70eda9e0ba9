import type { ContactId } from '../core/ids.ts'
import type { Learner, Mentor } from './mentor.ts'
import type { PairId, PairStatus } from './mentors.schema.ts'

/** A learner and the mentor found for them. */
export interface Pair {
  readonly id: PairId
  readonly status: PairStatus
  readonly mentor: Mentor
  readonly learner: Learner
  readonly mentorAgreed: boolean
  readonly learnerAgreed: boolean
}

const SIDES = ['mentor', 'learner'] as const
export type Side = (typeof SIDES)[number]

/** What one of the two ought to hear. `left`: the other ended it, or never answered. */
export interface PairNews {
  readonly to: Side
  readonly kind: 'proposed' | 'agreed' | 'declined' | 'left' | 'learned'
  readonly pair: Pair
}

/** Which of the two somebody is; null for anyone else. */
export function sideOf({ mentor, learner }: Pair, contact: ContactId): Side | null {
  if (mentor.contact === contact) return 'mentor'
  return learner.contact === contact ? 'learner' : null
}

/** Whom one side of a pair is paired with. */
export function otherSide(side: Side): Side {
  return side === 'mentor' ? 'learner' : 'mentor'
}
