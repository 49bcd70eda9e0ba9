import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { RegistrationId } from '../../../classes/classes.schema.ts'
import { STAFF_CONSENT } from '../../../classes/consent.store.ts'
import type { Person } from '../../../classes/person-index.ts'
import { register } from '../../../classes/register.ts'
import { fill } from '../../../core/fill.ts'
import type { ContactId } from '../../../core/ids.ts'
import type { Db } from '../../../db/open.ts'
import { actorOf } from '../../../staff/member.ts'
import type { ClassDesk } from './class-desk.ts'
import type { AtDesk } from './read-back.ts'

/** Signs somebody up who has no chat: what there is to tell them, the member who added them is told. Gives what is said. */
export async function addPerson(
  trx: Db,
  { texts, sealer, personIndex }: ClassDesk,
  { member, row, now }: AtDesk,
  { id, person }: { readonly id: RegistrationId; readonly person: Person },
): Promise<string> {
  const { code } = row
  const wanted = {
    id,
    classId: row.id,
    // Members are found by the contact they write from, so they have one.
    contact: member.contact as ContactId,
    person,
    consentVersion: STAFF_CONSENT,
  }
  const result = await register(trx, sealer, personIndex, wanted, now)
  if (result.kind === 'refused') return fill(texts.not_added[result.because], { code })
  const { registration } = result
  const values = { code, name: registration.name, seat: registration.code }
  if (result.kind === 'already') return fill(texts.added.already, values)
  const detail = `registration:${registration.id}`
  const subject = `class:${row.id}`
  await recordClassAudit(trx, { at: now, actor: actorOf(member), action: 'registration_added', subject, detail })
  if (result.kind === 'registered') return fill(texts.added.registered, values)
  return fill(texts.added.waiting, { ...values, place: String(result.place) })
}
