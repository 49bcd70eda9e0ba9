import { z } from 'zod'
import { fill } from '../../core/fill.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import { leaveMentoring } from '../../mentors/leave.ts'
import type { Matching } from '../../mentors/match.ts'
import type { PairId } from '../../mentors/mentors.schema.ts'
import { findPair, listOpenPairs } from '../../mentors/pair.store.ts'
import { type Pair, type Side, sideOf } from '../../mentors/pair.ts'
import {
  agreeToPair,
  confirmLearned,
  declinePair,
  endPair,
  type PairResult,
  type PairWord,
} from '../../mentors/pairing.ts'
import type { ActionDeps } from '../deps.ts'
import { pairSaid, valuesFor } from './say-pair.ts'
import { tellPairs } from './tell-pairs.ts'

const MAX_SHOWN = 9

/** Which pairs a flow asks about: `asked` have not heard this person's word, `learning` may say that they have learned. */
const STATES = {
  asked: (pair, side) => pair.status === 'proposed' && !(side === 'mentor' ? pair.mentorAgreed : pair.learnerAgreed),
  proposed: (pair) => pair.status === 'proposed',
  learning: (pair, side) => pair.status === 'agreed' && side === 'learner',
  open: () => true,
} as const satisfies Record<string, (pair: Pair, side: Side) => boolean>
const listParams = z.strictObject({ state: z.enum(['asked', 'proposed', 'learning', 'open']) })

/** The person's own pairs: the only one there is, or a list to read and the options of the next question. */
export function listPairs(deps: ActionDeps): Action {
  return {
    params: listParams,
    outcomes: ['one', 'some', 'none'],
    gives: ['only_pair', 'pair_options', 'pairs_said'],
    async run(given, { contact }) {
      const fits = STATES[listParams.parse(given).state]
      const open = await listOpenPairs(deps.db, deps.sealer, contact)
      const own = open
        .flatMap((pair) => {
          const side = sideOf(pair, contact)
          return side !== null && fits(pair, side) ? [{ pair, side }] : []
        })
        .slice(0, MAX_SHOWN)
      const [first, second] = own
      if (!first) return { outcome: 'none' }
      const names = own.map(({ pair, side }) => fill(deps.mentorTexts.pair.option, valuesFor(deps, pair, side)))
      const options = own.map(({ pair }, at) => ({ label: toldApart(names, at), value: pair.id }))
      const said = own.map(({ pair, side }) => pairSaid(deps, pair, side)).join('\n')
      return {
        outcome: second ? 'some' : 'one',
        values: {
          only_pair: { value: first.pair.id, said: options[0]?.label ?? '' },
          pair_options: { value: options, said: '' },
          pairs_said: { value: null, said },
        },
      }
    },
  }
}

/** `Lan`; `Lan (2)` for the second of the name. */
function toldApart(names: readonly string[], at: number): string {
  const name = names[at] ?? ''
  const before = names.slice(0, at).filter((other) => other === name).length
  return before === 0 ? name : `${name} (${before + 1})`
}

const pairParams = z.strictObject({ pair: z.string().min(1) })
type Deed = (trx: Db, matching: Matching, word: PairWord, now: number) => Promise<PairResult<string>>
/** What is said to the one who writes, by what came of it; after `agreed` the news to both say all. */
type Said = Readonly<Record<string, 'half' | 'declined' | 'ended' | 'learned' | null>>

export const agreePair = (deps: ActionDeps) => onPair(deps, agreeToPair, { half: 'half', agreed: null })
export const declineOwnPair = (deps: ActionDeps) => onPair(deps, declinePair, { done: 'declined' })
export const endOwnPair = (deps: ActionDeps) => onPair(deps, endPair, { done: 'ended' })
export const confirmOwnLearning = (deps: ActionDeps) => onPair(deps, confirmLearned, { done: 'learned' })

/** Something one of a pair does; what came of it only the write can know. */
function onPair(deps: ActionDeps, deed: Deed, said: Said): Action {
  const { own } = deps.mentorTexts
  return {
    params: pairParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const word = { pair: pairParams.parse(given).pair as PairId, contact }
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const pair = await findPair(trx, deps.sealer, word.pair)
            const side = pair && sideOf(pair, contact)
            const { outcome, news } = await deed(trx, deps, word, now)
            if (!pair || !side || outcome === 'gone') return [{ type: 'text', text: own.gone }]
            const key = said[outcome]
            const text = key && fill(own[key], valuesFor(deps, pair, side))
            const told = await tellPairs(trx, deps, news, { self: contact, now })
            return [...(text ? [{ type: 'text', text } as const] : []), ...told]
          },
        ],
      }
    },
  }
}

/** Takes the person out as mentor and as learner. */
export function leave(deps: ActionDeps): Action {
  const { own } = deps.mentorTexts
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    run: (_params, { contact, now }) => ({
      outcome: 'done',
      writes: [
        async (trx): Promise<readonly Message[]> => {
          const { was, news } = await leaveMentoring(trx, deps, contact, now)
          const parts = [...(was.mentor ? [own.left_mentor] : []), ...(was.learner ? [own.left_learner] : [])]
          const text = parts.length > 0 ? parts.join('\n') : own.left_nothing
          return [{ type: 'text', text }, ...(await tellPairs(trx, deps, news, { self: contact, now }))]
        },
      ],
    }),
  }
}
