import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import type { UnitCode } from '../places/commune.ts'
import type { VisitId } from '../requests/requests.schema.ts'
import { recordVisit, visitCodeOf } from '../requests/visit.store.ts'
import type { ActionDeps } from './deps.ts'

const params = z.strictObject({
  commune: z.string().regex(/^\d{5}$/),
  help: z.string(),
  for_whom: z.string(),
  when: z.string(),
  name: z.string(),
  phone: z.string(),
})

/** Asks the community digital team of a commune to come; gives the code of the visit. */
export function requestVisit({ sealer, ids }: ActionDeps): Action {
  return {
    params,
    outcomes: ['done'],
    gives: ['visit_code'],
    run(given, { contact, now }) {
      const { commune, help, for_whom: forWhom, when, name, phone } = params.parse(given)
      const id = ids.next() as VisitId
      const code = visitCodeOf(id)
      const content = { help, forWhom, when, name, phone }
      return {
        outcome: 'done',
        values: { visit_code: { value: code, said: code } },
        writes: [
          (trx) => recordVisit(trx, sealer, { id, contact, commune: commune as UnitCode, content, createdAt: now }),
        ],
      }
    },
  }
}
