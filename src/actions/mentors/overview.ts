import { z } from 'zod'
import { fill } from '../../core/fill.ts'
import type { Action } from '../../engine/action.ts'
import { sayLanguages } from '../../mentors/languages.ts'
import { findLearner, findMentor } from '../../mentors/mentor.store.ts'
import { listOpenPairs } from '../../mentors/pair.store.ts'
import { sideOf } from '../../mentors/pair.ts'
import type { ActionDeps } from '../deps.ts'
import { pairSaid, progressOf } from './say-pair.ts'

/** Tells a person how far they are: how many they have helped, whom they help, who helps them. */
export function tellMentoring(deps: ActionDeps): Action {
  const { db, sealer, mentorTexts, mentorRules, desk } = deps
  const { overview } = mentorTexts
  return {
    params: z.strictObject({}),
    outcomes: ['some', 'none'],
    gives: [],
    async run(_params, { contact }) {
      const mentor = await findMentor(db, sealer, contact)
      const learner = await findLearner(db, sealer, contact)
      const pairs = await listOpenPairs(db, sealer, contact)
      const said = [
        ...(mentor?.endedAt === null
          ? [
              fill(overview.mentor, {
                unit: desk.units.nameOf(mentor.commune),
                taken: String(mentor.taken),
                capacity: String(mentor.capacity),
                progress: progressOf(deps, mentor),
              }),
            ]
          : []),
        ...(learner?.status === 'waiting'
          ? [
              fill(overview.waiting, {
                wish: learner.wish,
                language: sayLanguages(mentorRules, [learner.language]),
              }),
            ]
          : []),
        ...pairs.flatMap((pair) => {
          const side = sideOf(pair, contact)
          return side === null ? [] : [pairSaid(deps, pair, side)]
        }),
      ]
      if (said.length === 0) return { outcome: 'none', messages: [{ type: 'text', text: overview.nothing }] }
      return { outcome: 'some', messages: [{ type: 'text', text: said.join('\n') }] }
    },
  }
}
