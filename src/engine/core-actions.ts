import { z } from 'zod'
import type { Action, Actions } from './action.ts'
import type { Effect } from './run-turn.ts'

function effectAction(effect: Effect): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    run: () => ({ outcome: 'done', effects: [effect] }),
  }
}

/** Notes that the last question was answered wrongly. */
function rateAnswer(): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['noted', 'nothing_answered'],
    gives: [],
    run(_params, { lastQuestion: question, answeredWith: topic }) {
      if (question === null || topic === null) return { outcome: 'nothing_answered' }
      return { outcome: 'noted', effects: [{ type: 'unanswered', question, why: 'rated_bad', topic }] }
    },
  }
}

/** What every conversation can do, whatever the domain adds. */
export const CORE_ACTIONS: Actions = new Map<string, Action>([
  ['opt_out', effectAction({ type: 'opt_out' })],
  ['opt_in', effectAction({ type: 'opt_in' })],
  ['erase_person', effectAction({ type: 'erase_person' })],
  ['rate_answer', rateAnswer()],
  [
    'forget_commune',
    {
      params: z.strictObject({}),
      outcomes: ['done'],
      gives: [],
      run: () => ({ outcome: 'done', known: { commune: null } }),
    },
  ],
])
