import { z } from 'zod'
import type { ClassId } from '../../classes/class.ts'
import type { ConsentGiver, RegistrationId } from '../../classes/classes.schema.ts'
import { type NewRegistration, type RegisterResult, register } from '../../classes/register.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { Choice, Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import { payloadOf } from '../../engine/payload.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { ActionDeps } from '../deps.ts'
import type { ClassTexts } from './class-texts.ts'
import { mapChoice } from './say-class.ts'

/** The flow that signs up one more person for the same class. */
const NEXT_FLOW = 'dang-ky-them'
/** The wordings to which people agree in flows/dang-ky-lop.yaml and flows/nguoi-hoc.yaml; raised when these change. */
const VERSIONS: Readonly<Record<ConsentGiver, string>> = {
  self: 'dang-ky-lop-3',
  learner: 'dang-ky-giup-2',
  parent: 'cha-me-2',
}
/** Who gave their word, as flows name it. */
const CONSENTS = {
  self: ['self'],
  learner: ['learner'],
  learner_and_parent: ['learner', 'parent'],
  parent: ['parent'],
} as const satisfies Record<string, readonly ConsentGiver[]>

const params = z.strictObject({
  class: z.string().min(1),
  learner: z.string().min(1),
  phone: z.string().min(8),
  consents: z.enum(Object.keys(CONSENTS) as [keyof typeof CONSENTS]),
})

/**
 * Signs somebody up, with the consents that were given for them. Whether there is a seat only the write can know: it says
 * so itself. The class is remembered for the next person of this phone.
 */
export function signUp({
  db,
  sealer,
  ids,
  personIndex,
  classTexts: texts,
}: Pick<ActionDeps, 'db' | 'sealer' | 'ids' | 'personIndex' | 'classTexts'>): Action {
  return {
    params,
    outcomes: ['done'],
    gives: [],
    async run(given, { contact, now }) {
      const { class: chosen, learner, phone, consents: givers } = params.parse(given)
      const id = ids.next() as RegistrationId
      const classId = chosen as ClassId
      const consents = CONSENTS[givers].map((giver) => ({ giver, version: VERSIONS[giver] }))
      const wanted = {
        id,
        classId,
        contact,
        person: { name: learner, phone },
        consentVersion: consents[0]?.version ?? VERSIONS.self,
        consents,
      }
      const { subject, when } = await classSaid(db, classId)
      const label = fill(texts.option, { subject, when })
      return {
        outcome: 'done',
        known: { last_sign_up: { value: { class: classId }, said: label } },
        writes: [
          async (trx): Promise<readonly Message[]> =>
            told(trx, texts, wanted, await register(trx, sealer, personIndex, wanted, now)),
        ],
      }
    },
  }
}

async function told(
  trx: Db,
  texts: ClassTexts,
  { classId, contact, person }: NewRegistration,
  result: RegisterResult,
): Promise<readonly Message[]> {
  if (result.kind === 'refused') return [{ type: 'text', text: texts.refused[result.because] }]
  const { code, name } = result.registration
  const next: Choice = {
    type: 'reply',
    label: texts.next_person,
    payload: payloadOf({ type: 'flow', flow: NEXT_FLOW }),
  }
  if (result.kind === 'already') {
    const isOwn = result.registration.contact === contact
    // Who tries out names and phones of others must not be given their codes, nor their names as they wrote them.
    const text = isOwn ? fill(texts.already, { name, code }) : fill(texts.already_by_other, { name: person.name })
    return [{ type: 'text', text, choices: [next] }]
  }
  const said = await classSaid(trx, classId)
  const place_in_line = result.kind === 'waiting' ? String(result.place) : ''
  const text = fill(texts[result.kind], { ...said, name, code, place_in_line })
  return [{ type: 'text', text, choices: [...mapChoice(texts, said.link), next] }]
}

/** What is told of a class to somebody who has a place in it. */
export async function classSaid(
  db: Db,
  id: ClassId,
): Promise<{ subject: string; when: string; place: string; link: string; commune: UnitCode }> {
  const row = await db
    .selectFrom('classes')
    .select(['subject', 'place', 'map_link', 'starts_at', 'commune_code'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    subject: row.subject,
    when: row.starts_at === null ? '' : vietnamDateTime(row.starts_at),
    place: row.place,
    link: row.map_link ?? '',
    commune: row.commune_code,
  }
}
