import type { ContactId } from '../core/ids.ts'
import type { Stepwise } from '../core/stepwise.ts'
import type { OpenQuestion } from './open-question.store.ts'

/** Questions that ask nearly the same. */
export interface QuestionGroup {
  /** The most frequent first: the group is called by it. */
  readonly questions: readonly [OpenQuestion, ...OpenQuestion[]]
  /** How many different people asked. */
  readonly people: number
  /** UTC ms of the last time. */
  readonly lastAt: number
}

/** What a question says: terms -> their weights. */
export type TermsOf = (question: string) => ReadonlyMap<string, number>

/**
 * Share of what two questions say that both say (Dice's coefficient by weight), from which they are alike. Lower, and
 * questions meet that share no more than "quên mật khẩu"; higher, and the same one in a longer sentence stays alone.
 */
const ALIKE_FROM = 0.55

interface Leader {
  readonly weight: number
  /** null for what was dismissed: questions like it are not shown. */
  readonly members: OpenQuestion[] | null
}

/**
 * Groups questions by likeness to the most frequent of each group, the most frequent group first; those like a
 * `dismissed` one are left out. The same questions in any order give the same groups. A question a step.
 */
export function* groupQuestions(
  questions: readonly OpenQuestion[],
  dismissed: readonly string[],
  termsOf: TermsOf,
): Stepwise<QuestionGroup[]> {
  const leaders: Leader[] = []
  const leadersByTerm = new Map<string, { readonly leader: number; readonly weight: number }[]>()

  function lead(terms: ReadonlyMap<string, number>, weight: number, members: OpenQuestion[] | null): void {
    for (const [term, share] of terms) {
      const known = leadersByTerm.get(term) ?? []
      known.push({ leader: leaders.length, weight: share })
      leadersByTerm.set(term, known)
    }
    leaders.push({ weight, members })
  }

  function nearest(terms: ReadonlyMap<string, number>, weight: number): Leader | undefined {
    const shared = new Map<number, number>()
    for (const [term, share] of terms)
      for (const known of leadersByTerm.get(term) ?? [])
        shared.set(known.leader, (shared.get(known.leader) ?? 0) + Math.min(share, known.weight))
    let best: Leader | undefined
    let bestLikeness = ALIKE_FROM
    for (const [at, both] of shared) {
      const leader = leaders[at] as Leader
      const likeness = (2 * both) / (weight + leader.weight)
      // Of two that are equally like it, the one that led first.
      if (likeness > bestLikeness || (likeness === bestLikeness && best === undefined)) {
        best = leader
        bestLikeness = likeness
      }
    }
    return best
  }

  for (const question of dismissed) {
    const terms = termsOf(question)
    lead(terms, weightOf(terms), null)
    yield
  }
  for (const question of [...questions].sort(mostFrequentFirst)) {
    const terms = termsOf(question.question)
    const weight = weightOf(terms)
    const group = nearest(terms, weight)
    if (group) group.members?.push(question)
    else lead(terms, weight, [question])
    yield
  }
  return leaders.flatMap(({ members }) => (members ? [groupOf(members)] : [])).sort(largestFirst)
}

function weightOf(terms: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const weight of terms.values()) sum += weight
  return sum
}

function groupOf(members: readonly OpenQuestion[]): QuestionGroup {
  return {
    questions: members as [OpenQuestion, ...OpenQuestion[]],
    people: new Set<ContactId>(members.flatMap(({ contacts }) => contacts)).size,
    lastAt: Math.max(...members.map(({ lastAt }) => lastAt)),
  }
}

function mostFrequentFirst(a: OpenQuestion, b: OpenQuestion): number {
  return b.contacts.length - a.contacts.length || b.lastAt - a.lastAt || byHash(a, b)
}

function largestFirst(a: QuestionGroup, b: QuestionGroup): number {
  return b.people - a.people || b.lastAt - a.lastAt || byHash(a.questions[0], b.questions[0])
}

function byHash(a: OpenQuestion, b: OpenQuestion): number {
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0
}
