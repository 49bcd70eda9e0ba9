import { z } from 'zod'
import { changeSeat } from '../../classes/change-seat.ts'
import type { ClassId } from '../../classes/class.ts'
import type { RegistrationId } from '../../classes/classes.schema.ts'
import { findClasses } from '../../classes/find-classes.ts'
import { type Registration, registrationOf } from '../../classes/registration.ts'
import { fill } from '../../core/fill.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Action } from '../../engine/action.ts'
import type { ActionDeps } from '../deps.ts'
import { deliverOffers, OFFER_TERMS } from './offers.ts'
import { registrationParams } from './own.ts'
import { mapChoice, optionOf } from './say-class.ts'
import { classSaid } from './sign-up.ts'

const MAX_SHOWN = 5

/** The classes with free seats that a person may change to, near the one they are in. */
export function findOtherClasses({ db, sealer, communes, classTexts: texts }: ActionDeps): Action {
  return {
    params: registrationParams,
    outcomes: ['found', 'none'],
    gives: ['other_options', 'other_said'],
    async run(given, { contact, now }) {
      const own = await findOwn(db, sealer, registrationParams.parse(given).registration as RegistrationId, contact)
      const unit = own && (await classSaid(db, own.classId)).commune
      const commune = unit && communes.byCode(unit)
      if (!own || !commune) return { outcome: 'none' }
      const { classes } = await findClasses(db, { commune, from: now, limit: MAX_SHOWN + 1 }, now)
      const others = classes
        .filter(({ id, freeSeats, opensAt }) => id !== own.classId && freeSeats > 0 && opensAt === null)
        .slice(0, MAX_SHOWN)
      if (others.length === 0) return { outcome: 'none' }
      const options = others.map((found) => optionOf(texts, found))
      return {
        outcome: 'found',
        values: {
          other_options: { value: options, said: '' },
          other_said: { value: null, said: texts.other_classes },
        },
      }
    },
  }
}

const changeParams = z.strictObject({ registration: z.string().min(1), class: z.string().min(1) })

/** Gives a person a seat in another class for theirs; the next in line for the old one is told. */
export function changeOwn(deps: ActionDeps): Action {
  const { sealer, ids, personIndex, classTexts: texts } = deps
  return {
    params: changeParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { registration, class: chosen } = changeParams.parse(given)
      const to = chosen as ClassId
      const id = ids.next() as RegistrationId
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const from = await findOwn(trx, sealer, registration as RegistrationId, contact)
            if (!from) return [{ type: 'text', text: texts.not_cancelled }]
            const parts = { sealer, personIndex, terms: OFFER_TERMS }
            const changed = await changeSeat(trx, parts, { from, to, id }, now)
            if (changed.kind === 'kept')
              return [{ type: 'text', text: fill(texts.seat_kept[changed.because], { old_code: from.code }) }]
            await deliverOffers(trx, deps, changed.offers, now)
            const said = await classSaid(trx, to)
            const { name, code } = changed.registration
            const text = fill(texts.seat_changed, { ...said, name, code, old_code: from.code })
            const choices = mapChoice(texts, said.link)
            return [{ type: 'text', text, ...(choices.length > 0 ? { choices } : {}) }]
          },
        ],
      }
    },
  }
}

async function findOwn(
  db: Db,
  sealer: Sealer,
  id: RegistrationId,
  contact: ContactId,
): Promise<Registration | undefined> {
  const row = await db
    .selectFrom('registrations')
    .selectAll()
    .where('id', '=', id)
    .where('contact_id', '=', contact)
    .executeTakeFirst()
  return row && registrationOf(row, sealer)
}
