import { z } from 'zod'
import type { ClassId } from '../../classes/class.ts'
import { registrationOf } from '../../classes/registration.ts'
import type { Action } from '../../engine/action.ts'
import { sayPhone } from '../../engine/expects/phone-number.ts'
import type { ActionDeps } from '../deps.ts'
import { readContact } from '../read-contact.ts'

const contactParams = z.strictObject({ contact: z.string() })

/** Takes a name and a phone number that were given together apart. */
export function splitContact(): Action {
  return {
    params: contactParams,
    outcomes: ['done'],
    gives: ['learner', 'phone'],
    run(given) {
      const { name, phone } = readContact(contactParams.parse(given).contact)
      return {
        outcome: 'done',
        values: { learner: { value: name, said: name }, phone: { value: phone, said: sayPhone(phone) } },
      }
    },
  }
}

const ageParams = z.strictObject({ age: z.string().regex(/^\d{1,3}$/) })
/** From this age on a child is asked as well (Luật 91/2025/QH15), … */
const ASKED_FROM = 7
/** … and from this one on nobody else is. */
const ALONE_FROM = 16

/** Whose consent it takes for a learner of that age; the age itself is kept nowhere. */
export function consentByAge(): Action {
  return {
    params: ageParams,
    outcomes: ['own', 'own_and_parent', 'parent'],
    gives: [],
    run(given) {
      const age = Number(ageParams.parse(given).age)
      if (age >= ALONE_FROM) return { outcome: 'own' }
      return { outcome: age >= ASKED_FROM ? 'own_and_parent' : 'parent' }
    },
  }
}

const lastSchema = z.object({ class: z.string() })

/**
 * The class somebody was last signed up for from this phone, for the next person, with the number given then: it is read
 * from that registration, so that it is kept no longer than that.
 */
export function lastSignUp({ db, sealer }: Pick<ActionDeps, 'db' | 'sealer'>): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['some', 'none'],
    gives: ['class', 'phone'],
    async run(_params, { contact, known }) {
      const last = lastSchema.safeParse(known.last_sign_up?.value)
      if (!last.success || !known.last_sign_up) return { outcome: 'none' }
      const chosen = { value: last.data.class, said: known.last_sign_up.said }
      const row = await db
        .selectFrom('registrations')
        .selectAll()
        .where('class_id', '=', last.data.class as ClassId)
        .where('contact_id', '=', contact)
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return { outcome: 'some', values: { class: chosen } }
      const phone = registrationOf(row, sealer).phone.replace(/^0/, '84')
      return { outcome: 'some', values: { class: chosen, phone: { value: phone, said: sayPhone(phone) } } }
    },
  }
}
