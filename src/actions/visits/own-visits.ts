import { z } from 'zod'
import { fill } from '../../core/fill.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Action, ActionContext } from '../../engine/action.ts'
import { cancelOwnVisit, changeOwnVisit, listOwnVisits } from '../../requests/own-visit.store.ts'
import type { VisitId } from '../../requests/requests.schema.ts'
import type { Visit } from '../../requests/visit.store.ts'
import type { ActionDeps } from '../deps.ts'
import { tellStaff } from '../tell-staff.ts'

/** The visits a person asked for that are not over: a list to read, and the options of the next question. */
export function listOwnVisitsAction({ db, sealer, desk, visitTexts: { citizen } }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['some', 'none'],
    gives: ['visit_options', 'visits_said'],
    async run(_params, { contact }) {
      const visits = await listOwnVisits(db, sealer, contact)
      if (visits.length === 0) return { outcome: 'none' }
      const said = visits.map(({ code, commune, content: { help, when }, status }) => {
        const state = citizen.states[status === 'taken' ? 'taken' : 'waiting']
        return fill(citizen.own, { code, unit: desk.units.nameOf(commune), help, when, state })
      })
      const options = visits.map(({ id, code }) => ({ label: code, value: id }))
      return {
        outcome: 'some',
        values: {
          visit_options: { value: options, said: '' },
          visits_said: { value: null, said: said.join('\n') },
        },
      }
    },
  }
}

const cancelParams = z.strictObject({ visit: z.string().min(1) })

/** Takes a person's own wish for a visit back; the staff of its commune are told. */
export function cancelOwnVisitAction(deps: ActionDeps): Action {
  const { sealer, visitTexts } = deps
  return {
    params: cancelParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const id = cancelParams.parse(given).visit as VisitId
      const write = async (trx: Db): Promise<readonly Message[]> => {
        const visit = await cancelOwnVisit(trx, sealer, { id, contact, at: now })
        if (!visit) return say(visitTexts.citizen.not_open)
        const { code } = visit
        await tellOfVisit(trx, deps, visit, { key: 'withdrawn', text: fill(visitTexts.staff.withdrawn, { code }), now })
        return say(fill(visitTexts.citizen.withdrawn, { code }))
      }
      return { outcome: 'done', writes: [write] }
    },
  }
}

const changeParams = z.strictObject({ visit: z.string().min(1), when: z.string().min(1) })

/** Writes down another day and hour for a person's own visit; the staff of its commune are told. */
export function changeOwnVisitAction(deps: ActionDeps): Action {
  const { sealer, visitTexts } = deps
  return {
    params: changeParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }: ActionContext) {
      const { visit: id, when } = changeParams.parse(given)
      const write = async (trx: Db): Promise<readonly Message[]> => {
        const visit = await changeOwnVisit(trx, sealer, { id: id as VisitId, contact, when })
        if (!visit) return say(visitTexts.citizen.not_open)
        const { code } = visit
        const text = fill(visitTexts.staff.changed, { code, when })
        await tellOfVisit(trx, deps, visit, { key: `changed-${now}`, text, now })
        return say(fill(visitTexts.citizen.changed, { code, when }))
      }
      return { outcome: 'done', writes: [write] }
    },
  }
}

function tellOfVisit(
  trx: Db,
  { desk }: ActionDeps,
  { id, commune }: Visit,
  { key, text, now }: { readonly key: string; readonly text: string; readonly now: number },
): Promise<void> {
  return tellStaff(trx, desk, { unit: commune, key: `visit-${id}-${key}`, message: { type: 'text', text }, now })
}

function say(text: string): readonly Message[] {
  return [{ type: 'text', text }]
}
