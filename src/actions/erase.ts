import { eraseRegistrations } from '../classes/change-registration.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { eraseMentoring } from '../mentors/leave.ts'
import type { Matching } from '../mentors/match.ts'
import { erasePerson } from '../people/erase.ts'
import type { SupportDesk } from '../support/desk.ts'
import type { Deliver } from '../support/letter.ts'
import type { ClassTexts } from './classes/class-texts.ts'
import { deliverOffers, OFFER_TERMS } from './classes/offers.ts'
import { type PairMessenger, tellPairs } from './mentors/tell-pairs.ts'

/** Takes away all that is held of a person, within their turn's transaction. */
export type Erase = (trx: Db, contact: ContactId, now: number) => Promise<void>

/** Erases in every room that holds something; the seats that become free go to the next in line, who are told. */
export function createErase(
  parts: {
    sealer: Sealer
    deliver: Deliver
    classTexts: ClassTexts
    desk: Pick<SupportDesk, 'deliver' | 'rules' | 'units'>
  } & PairMessenger &
    Matching,
): Erase {
  return async (trx, contact, now) => {
    await deliverOffers(trx, parts, await eraseRegistrations(trx, contact, OFFER_TERMS, now), now)
    await tellPairs(trx, parts, await eraseMentoring(trx, parts, contact, now), { self: contact, now })
    await trx.deleteFrom('feedback').where('contact_id', '=', contact).execute()
    await trx.deleteFrom('visits').where('contact_id', '=', contact).execute()
    await trx.deleteFrom('open_questions').where('contact_id', '=', contact).execute()
    await trx.deleteFrom('follow_ups').where('contact_id', '=', contact).execute()
    await erasePerson(trx, parts.sealer, contact)
  }
}
