import { z } from 'zod'
import { cancel, confirmOffer } from '../../classes/change-registration.ts'
import type { RegistrationId } from '../../classes/classes.schema.ts'
import { placeInLine } from '../../classes/registration.store.ts'
import { type Registration, registrationOf } from '../../classes/registration.ts'
import { listHeldSessions, nextSession } from '../../classes/session.store.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import type { ActionDeps } from '../deps.ts'
import type { ClassTexts } from './class-texts.ts'
import { deliverOffers, OFFER_TERMS } from './offers.ts'

/** Those who help a whole hamlet from one phone have many; what does not fit a message is split. */
const MAX_SHOWN = 30
/** A seat whose holder's coming was noted is theirs for the lessons that are left. */
const OPEN = ['registered', 'waiting', 'offered', 'attended', 'missed'] as const

/** What a person has signed up for: a list to read, and the options of the next question. */
export function listOwn({ db, sealer, classTexts: texts }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['some', 'none'],
    gives: ['registration_options', 'registrations_said'],
    async run(_params, { contact, now }) {
      const rows = await db
        .selectFrom('registrations')
        .innerJoin('classes', 'classes.id', 'registrations.class_id')
        .selectAll('registrations')
        .select('classes.subject')
        .where('registrations.contact_id', '=', contact)
        .where('registrations.status', 'in', OPEN)
        .where('classes.status', '<>', 'cancelled')
        .where('classes.ends_at', '>', now)
        .orderBy('classes.starts_at')
        .orderBy('registrations.code')
        .limit(MAX_SHOWN)
        .execute()
      if (rows.length === 0) return { outcome: 'none' }
      const lines: string[] = []
      for (const row of rows) {
        const registration = registrationOf(row, sealer)
        const next = nextSession(await listHeldSessions(db, registration.classId), now)
        const when = next === undefined ? '' : vietnamDateTime(next.startsAt)
        const { name, code } = registration
        const state = await stateSaid(db, texts, registration)
        lines.push(fill(texts.own, { when, subject: row.subject, name, state, code }))
      }
      const options = rows.map(({ id, code }) => ({ label: code, value: id }))
      return {
        outcome: 'some',
        values: {
          registration_options: { value: options, said: '' },
          registrations_said: { value: null, said: lines.join('\n') },
        },
      }
    },
  }
}

async function stateSaid(db: Db, { states }: ClassTexts, registration: Registration): Promise<string> {
  const { status } = registration
  if (status === 'cancelled') return ''
  if (status !== 'waiting') return states[status]
  return fill(states.waiting, { place: String(await placeInLine(db, registration)) })
}

/** The params of what is done to one registration: its id. */
export const registrationParams = z.strictObject({ registration: z.string().min(1) })

/** Gives a seat back; the next in line is told. Only the person's own. */
export function cancelOwn(deps: ActionDeps): Action {
  const { classTexts: texts } = deps
  return {
    params: registrationParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const id = registrationParams.parse(given).registration as RegistrationId
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const code = await ownCode(trx, id, contact)
            if (code === null) return say(texts.not_cancelled)
            const { cancelled, offers } = await cancel(trx, id, 'person', OFFER_TERMS, now)
            await deliverOffers(trx, deps, offers, now)
            return say(cancelled ? fill(texts.cancelled, { code }) : texts.not_cancelled)
          },
        ],
      }
    },
  }
}

/** Takes the seat that was offered to the person. */
export function confirmOwn({ classTexts: texts }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    run: (_params, { contact, now }) => ({
      outcome: 'done',
      writes: [
        async (trx): Promise<readonly Message[]> => {
          const offered = await trx
            .selectFrom('registrations')
            .select(['id', 'code'])
            .where('contact_id', '=', contact)
            .where('status', '=', 'offered')
            // One that has run out and was not passed on yet comes after those that can still be had.
            .orderBy((eb) => eb.case().when('offered_until', '>', now).then(0).else(1).end())
            .orderBy('offered_until')
            .executeTakeFirst()
          if (!offered) return say(texts.not_offered)
          const outcome = await confirmOffer(trx, offered.id, now)
          return say(fill(texts[outcome], { code: offered.code }))
        },
      ],
    }),
  }
}

async function ownCode(trx: Db, id: RegistrationId, contact: ContactId): Promise<string | null> {
  const row = await trx
    .selectFrom('registrations')
    .select('code')
    .where('id', '=', id)
    .where('contact_id', '=', contact)
    .executeTakeFirst()
  return row?.code ?? null
}

function say(text: string): readonly Message[] {
  return [{ type: 'text', text }]
}
