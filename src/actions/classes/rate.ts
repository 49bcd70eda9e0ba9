import { z } from 'zod'
import { findClass } from '../../classes/class.store.ts'
import type { ClassId } from '../../classes/class.ts'
import { type FoundClass, findClasses } from '../../classes/find-classes.ts'
import { findClassToRate, rateClass } from '../../classes/rating.store.ts'
import { registrationOf } from '../../classes/registration.ts'
import { DAY_MS } from '../../core/durations.ts'
import { fill } from '../../core/fill.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Action } from '../../engine/action.ts'
import { sayPhone } from '../../engine/expects/phone-number.ts'
import type { Saved } from '../../engine/session.ts'
import type { ActionDeps } from '../deps.ts'
import { optionOf } from './say-class.ts'

/** How long after the question a rating still counts. */
const RATED_WITHIN_MS = 14 * DAY_MS
const MAX_LOOKED_AT = 6

/** The class that a person was asked about and has not rated yet. */
export function findRated({ db }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['found', 'none'],
    gives: ['rated_class'],
    async run(_params, { contact, now }) {
      const id = await findClassToRate(db, contact, now - RATED_WITHIN_MS)
      const rated = id && (await findClass(db, id))
      if (!rated) return { outcome: 'none' }
      return { outcome: 'found', values: { rated_class: { value: rated.id, said: rated.subject } } }
    },
  }
}

const rateParams = z.strictObject({ class: z.string().min(1), score: z.string().regex(/^[1-5]$/) })

/** Keeps how many points out of five a person gives a class; the first answer counts. */
export function keepRating(): Action {
  return {
    params: rateParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { class: id, score } = rateParams.parse(given)
      const rating = { classId: id as ClassId, contact, score: Number(score) }
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<void> => {
            await rateClass(trx, rating, now)
          },
        ],
      }
    },
  }
}

const nextParams = z.strictObject({ class: z.string().min(1) })

/**
 * The class to go on with after another: of its subject or else any with a free seat, in its commune or else its province;
 * with who learned in the first, where that was one person, so that it need not be asked again.
 */
export function findNextClass({ db, sealer, communes, classTexts: texts }: ActionDeps): Action {
  return {
    params: nextParams,
    outcomes: ['found', 'none'],
    gives: ['class', 'commune', 'next_said'],
    async run(given, { contact, now }) {
      const before = await findClass(db, nextParams.parse(given).class as ClassId)
      const commune = before && communes.byCode(before.commune)
      if (!before || !commune) return { outcome: 'none' }
      const search = async (subject?: string): Promise<FoundClass | undefined> => {
        const wanted = { commune, from: now, limit: MAX_LOOKED_AT, ...(subject === undefined ? {} : { subject }) }
        const { classes } = await findClasses(db, wanted, now)
        return classes.find(({ id, freeSeats, opensAt }) => id !== before.id && freeSeats > 0 && opensAt === null)
      }
      const next = (await search(before.subject)) ?? (await search())
      if (!next) return { outcome: 'none' }
      const { label, value, card } = optionOf(texts, next)
      const values: Record<string, Saved> = {
        class: { value, said: label },
        commune: { value: commune.code, said: `${commune.type} ${commune.name}` },
        next_said: { value: null, said: fill(texts.next_class, { title: card.title, subtitle: card.subtitle }) },
      }
      const learner = await onlyLearner(db, sealer, before.id, contact)
      return { outcome: 'found', values: learner ? { ...values, contact: learner } : values }
    },
  }
}

/** Name and phone of the one person whom a contact had in a class, as they answer for both; null where there were several. */
async function onlyLearner(db: Db, sealer: Sealer, id: ClassId, contact: ContactId): Promise<Saved | null> {
  const rows = await db
    .selectFrom('registrations')
    .selectAll()
    .where('class_id', '=', id)
    .where('contact_id', '=', contact)
    .where('status', 'in', ['registered', 'attended', 'missed'])
    .execute()
  const [row, another] = rows
  if (!row || another) return null
  const { name, phone: national } = registrationOf(row, sealer)
  const phone = national.replace(/^0/, '84')
  return { value: { name, phone }, said: `${name}, ${sayPhone(phone)}` }
}
