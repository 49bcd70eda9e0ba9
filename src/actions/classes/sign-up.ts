import { z } from 'zod'
import type { ClassId } from '../../classes/class.ts'
import type { RegistrationId } from '../../classes/classes.schema.ts'
import { register } from '../../classes/register.ts'
import { fill } from '../../core/fill.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { ActionDeps } from '../deps.ts'
import { instantSaid } from './instant-said.ts'

/** The wording to which people agree in flows/dang-ky-lop.yaml; raised when that changes. */
const CONSENT_VERSION = 'dang-ky-lop-1'

const params = z.strictObject({ class: z.string().min(1), contact: z.string() })
const personSchema = z.object({ name: z.string().min(1), phone: z.string().min(8) })

/** Signs somebody up. Whether there is a seat only the write can know: it says so itself. */
export function signUp(deps: ActionDeps): Action {
  const { sealer, ids, personIndex, classTexts: texts } = deps
  return {
    params,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { class: chosen, contact: typed } = params.parse(given)
      const person = personSchema.parse(JSON.parse(typed))
      const id = ids.next() as RegistrationId
      const classId = chosen as ClassId
      const wanted = { id, classId, contact, person, consentVersion: CONSENT_VERSION }
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const result = await register(trx, sealer, personIndex, wanted, now)
            if (result.kind === 'refused') return say(texts.refused[result.because])
            const { code, name } = result.registration
            if (result.kind === 'already') return say(fill(texts.already, { name, code }))
            const said = await classSaid(trx, classId)
            if (result.kind === 'waiting')
              return say(fill(texts.waiting, { ...said, name, code, place_in_line: String(result.place) }))
            const map = said.link === '' ? '' : `\n${fill(texts.map, { link: said.link })}`
            return say(`${fill(texts.registered, { ...said, name, code })}${map}`)
          },
        ],
      }
    },
  }
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
    when: row.starts_at === null ? '' : instantSaid(row.starts_at),
    place: row.place,
    link: row.map_link ?? '',
    commune: row.commune_code,
  }
}

function say(text: string): readonly Message[] {
  return [{ type: 'text', text }]
}
