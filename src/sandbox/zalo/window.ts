import { HOUR_MS } from '../../core/durations.ts'
import { refused, type ZaloAnswer } from './answers.ts'
import type { Person } from './people.ts'

/** Consultation messages are free for this long after an interaction. */
export const FREE_WINDOW_MS = 48 * HOUR_MS
const PAID_WINDOW_MS = 7 * 24 * HOUR_MS
const INACTIVE_AFTER_MS = 45 * 24 * HOUR_MS

export interface WindowRules {
  /** false: nobody is refused because of time. */
  readonly enforced: boolean
  /** Everybody, known or not, counts as having just written. */
  readonly openToAll: boolean
  /** So many messages after each interaction cost nothing; the others count like those after the free window. */
  readonly freePerWindow: number
}

/** On what ground a consultation message may go out; decides which allowance it uses. */
export type Standing = 'free' | 'welcome' | 'allowance'
export type StandingVerdict =
  | { readonly type: 'open'; readonly standing: Standing }
  | { readonly type: 'closed'; readonly refusal: ZaloAnswer }

/** Refuses people who cannot get any message, whatever its kind: unknown (-213), blocked (-217), gone (-227). */
export function reachabilityRefusal(person: Person | undefined, now: number, rules: WindowRules): ZaloAnswer | null {
  if (!person) return rules.openToAll ? null : refused(-213)
  if (person.blocked) return refused(-217)
  if (rules.openToAll || !rules.enforced) return null
  return now - person.lastActiveAt > INACTIVE_AFTER_MS ? refused(-227) : null
}

/**
 * Whether a consultation message may go to this person now: the first ones free for 48 hours after an interaction, out of
 * the monthly allowance for 7 days, then -230. A follower who never interacted may get three welcome messages, then -232.
 */
export function judgeStanding(person: Person | undefined, now: number, rules: WindowRules): StandingVerdict {
  const refusal = reachabilityRefusal(person, now, rules)
  if (refusal) return { type: 'closed', refusal }
  if (rules.openToAll || !rules.enforced || !person) return { type: 'open', standing: 'free' }
  if (person.lastInteractionAt === null) return judgeWelcome(person)
  const age = now - person.lastInteractionAt
  if (age > PAID_WINDOW_MS) return { type: 'closed', refusal: refused(-230) }
  const free = age <= FREE_WINDOW_MS && person.sentSince < rules.freePerWindow
  return { type: 'open', standing: free ? 'free' : 'allowance' }
}

function judgeWelcome(person: Person): StandingVerdict {
  if (!person.followed) return { type: 'closed', refusal: refused(-213) }
  return person.welcomesLeft > 0 ? { type: 'open', standing: 'welcome' } : { type: 'closed', refusal: refused(-232) }
}
