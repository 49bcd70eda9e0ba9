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

/** What every conversation can do, whatever the domain adds. */
export const CORE_ACTIONS: Actions = new Map([
  ['opt_out', effectAction({ type: 'opt_out' })],
  ['opt_in', effectAction({ type: 'opt_in' })],
  ['erase_person', effectAction({ type: 'erase_person' })],
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
