import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { ClassRow } from '../../../classes/class-row.ts'
import type { RegistrationId } from '../../../classes/classes.schema.ts'
import { register } from '../../../classes/register.ts'
import { fill } from '../../../core/fill.ts'
import type { ContactId } from '../../../core/ids.ts'
import type { Message } from '../../../core/messages.ts'
import { actorOf, type StaffMember } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'

/** Consent that a person gave to a member of staff by word of mouth; raised when what staff are told to ask changes. */
const CONSENT_VERSION = 'can-bo-ghi-1'

interface Addition {
  readonly member: StaffMember
  readonly row: ClassRow
  readonly name: string
  readonly phone: string | null
  readonly now: number
}

/** Signs somebody up who has no chat: what there is to tell them, the member who added them is told. */
export function addPerson(desk: ClassDesk, { member, row, name, phone, now }: Addition): StaffTurn {
  const { texts, sealer, personIndex } = desk
  const { code } = row
  if (phone === null) return sayAtDesk(fill(texts.bad_phone, { code }))
  const wanted = {
    id: desk.ids.next() as RegistrationId,
    classId: row.id,
    // Members are found by the contact they write from, so they have one.
    contact: member.contact as ContactId,
    person: { name, phone },
    consentVersion: CONSENT_VERSION,
  }
  return {
    messages: [],
    writes: [
      async (trx): Promise<readonly Message[]> => {
        const result = await register(trx, sealer, personIndex, wanted, now)
        if (result.kind === 'refused') return say(fill(texts.not_added[result.because], { code }))
        const { registration } = result
        const values = { code, name: registration.name, seat: registration.code }
        if (result.kind === 'already') return say(fill(texts.added.already, values))
        const subject = `class:${row.id}`
        const detail = `registration:${registration.id}`
        await recordClassAudit(trx, { at: now, actor: actorOf(member), action: 'registration_added', subject, detail })
        if (result.kind === 'registered') return say(fill(texts.added.registered, values))
        return say(fill(texts.added.waiting, { ...values, place: String(result.place) }))
      },
    ],
  }
}

function say(text: string): readonly Message[] {
  return [{ type: 'text', text }]
}
