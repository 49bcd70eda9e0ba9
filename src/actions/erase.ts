import { eraseRegistrations } from '../classes/change-registration.ts'
import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { eraseMentoring } from '../mentors/leave.ts'
import type { Matching } from '../mentors/match.ts'
import { erasePerson } from '../people/erase.ts'
import { eraseVisits } from '../requests/own-visit.store.ts'
import type { UnitId } from '../staff/member.ts'
import type { SupportDesk } from '../support/desk.ts'
import type { Deliver } from '../support/letter.ts'
import { findOpenTicket } from '../support/ticket.store.ts'
import type { ClassTexts } from './classes/class-texts.ts'
import { deliverOffers, OFFER_TERMS } from './classes/offers.ts'
import { type PairMessenger, tellPairs } from './mentors/tell-pairs.ts'
import { tellStaff } from './tell-staff.ts'
import type { VisitTexts } from './visits/visit-texts.ts'

/** Takes away all that is held of a person, within their turn's transaction. */
export type Erase = (trx: Db, contact: ContactId, now: number) => Promise<void>

/**
 * Erases in every room that holds something. The seats that become free go to the next in line, who are told; so are the
 * staff who would still come or answer, by the code alone.
 */
export function createErase(
  parts: {
    sealer: Sealer
    deliver: Deliver
    classTexts: ClassTexts
    desk: Pick<SupportDesk, 'deliver' | 'rules' | 'units' | 'texts'>
    visitTexts: VisitTexts
  } & PairMessenger &
    Matching,
): Erase {
  return async (trx, contact, now) => {
    await tellWithdrawn(trx, parts, contact, now)
    await deliverOffers(trx, parts, await eraseRegistrations(trx, contact, OFFER_TERMS, now), now)
    await tellPairs(trx, parts, await eraseMentoring(trx, parts, contact, now), { self: contact, now })
    await trx.deleteFrom('feedback').where('contact_id', '=', contact).execute()
    await trx.deleteFrom('open_questions').where('contact_id', '=', contact).execute()
    await trx.deleteFrom('follow_ups').where('contact_id', '=', contact).execute()
    await erasePerson(trx, parts.sealer, contact)
  }
}

/** Takes the visits away and tells their staff; of the ticket, which goes with the person, they are told too. */
async function tellWithdrawn(
  trx: Db,
  {
    sealer,
    desk,
    visitTexts,
  }: { sealer: Sealer; desk: Pick<SupportDesk, 'deliver' | 'rules' | 'texts'>; visitTexts: VisitTexts },
  contact: ContactId,
  now: number,
): Promise<void> {
  const tell = (unit: UnitId, key: string, text: string) =>
    tellStaff(trx, desk, { unit, key: `${key}-erased`, message: { type: 'text', text }, now })
  for (const { id, code, commune } of await eraseVisits(trx, contact))
    await tell(commune, `visit-${id}`, fill(visitTexts.staff.erased, { code }))
  const ticket = await findOpenTicket(trx, sealer, contact)
  if (ticket?.unit) await tell(ticket.unit, `ticket-${ticket.id}`, fill(desk.texts.staff.erased, { code: ticket.code }))
}
