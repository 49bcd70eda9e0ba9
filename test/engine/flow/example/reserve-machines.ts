import { z } from 'zod'
import type { Action } from '../../../../src/engine/action.ts'

const MACHINES = 10
const ROOMS: Readonly<Record<string, string>> = { sang: 'A1', chieu: 'B2' }

const params = z.strictObject({ part: z.enum(['sang', 'chieu']), people: z.string().regex(/^\d+$/) })

/** Finds a room with a computer for each person; gives the room's name. */
export const reserveMachines: Action = {
  params,
  outcomes: ['done', 'too_many'],
  gives: ['room'],
  run(given) {
    const { part, people } = params.parse(given)
    if (Number(people) > MACHINES) return { outcome: 'too_many' }
    const room = ROOMS[part] ?? ''
    return { outcome: 'done', values: { room: { value: room, said: room } } }
  },
}
