import { z } from 'zod'
import { fill } from '../core/fill.ts'
import type { Action } from '../engine/action.ts'
import type { UnitCode } from '../places/commune.ts'
import type { VisitId } from '../requests/requests.schema.ts'
import { recordVisit, visitCodeOf } from '../requests/visit.store.ts'
import type { ActionDeps } from './deps.ts'
import { payloadAtDesk } from './desk-turn.ts'
import { tellStaff } from './tell-staff.ts'

const params = z.strictObject({
  commune: z.string().regex(/^\d{5}$/),
  help: z.string(),
  for_whom: z.string(),
  when: z.string(),
  name: z.string(),
  phone: z.string(),
})

/** Asks the community digital team of a commune to come; gives the code of the visit. Its staff are told. */
export function requestVisit({ sealer, ids, desk, visitTexts: { staff } }: ActionDeps): Action {
  return {
    params,
    outcomes: ['done'],
    gives: ['visit_code'],
    run(given, { contact, now }) {
      const { commune, help, for_whom: forWhom, when, name, phone } = params.parse(given)
      const id = ids.next() as VisitId
      const code = visitCodeOf(id)
      const content = { help, forWhom, when, name, phone }
      const unit = commune as UnitCode
      const text = fill(staff.new, { code, unit: desk.units.nameOf(unit), help, for_whom: forWhom, when })
      const label = fill(staff.take, { code })
      const take = { type: 'reply', label, payload: payloadAtDesk(`nhan ${code}`) } as const
      const notice = { unit, key: `visit-${id}`, message: { type: 'text', text, choices: [take] }, now } as const
      return {
        outcome: 'done',
        values: { visit_code: { value: code, said: code } },
        writes: [
          (trx) => recordVisit(trx, sealer, { id, contact, commune: unit, content, createdAt: now }),
          (trx) => tellStaff(trx, desk, notice),
        ],
      }
    },
  }
}
