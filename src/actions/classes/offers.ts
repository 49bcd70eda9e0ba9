import { passOnExpiredOffer } from '../../classes/change-registration.ts'
import type { Offer } from '../../classes/registration.ts'
import { listUntoldOffers, markOfferTold, type OfferTerms } from '../../classes/seats.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { HOUR_MS } from '../../core/durations.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import { payloadOf } from '../../engine/payload.ts'
import type { SupportDesk } from '../../support/desk.ts'
import { type Deliver, deliverIfPossible } from '../../support/letter.ts'
import { tellStaff } from '../tell-staff.ts'
import type { ClassTexts } from './class-texts.ts'
import { classSaid } from './sign-up.ts'

/** How long a seat is kept for somebody who waited. */
export const OFFER_TERMS: OfferTerms = { offerMs: 12 * HOUR_MS }
const MAX_A_MINUTE = 500
/** The flow that takes an offered seat. */
const CONFIRM_FLOW = 'nhan-cho'

interface Messenger {
  readonly deliver: Deliver
  readonly classTexts: ClassTexts
  readonly desk: Pick<SupportDesk, 'deliver' | 'rules'>
}

/** Tells those who may now have a seat, and the staff of the commune, within the transaction that gave it to them. */
export async function deliverOffers(
  trx: Db,
  { deliver, classTexts: texts, desk }: Messenger,
  offers: readonly Offer[],
  now: number,
): Promise<void> {
  for (const offer of offers) {
    if (!(await markOfferTold(trx, offer.id, now))) continue
    const { subject, when, commune } = await classSaid(trx, offer.classId)
    const text = fill(texts.offer, { subject, when, code: offer.code, until: vietnamDateTime(offer.until) })
    const take = {
      type: 'reply',
      label: texts.offer_label,
      payload: payloadOf({ type: 'flow', flow: CONFIRM_FLOW }),
    } as const
    const message = { type: 'text', text, choices: [take] } as const
    const key = `offer-${offer.id}-${offer.until}`
    await deliverIfPossible(trx, deliver, { contact: offer.contact, key, message, now, dueAt: now })
    const told = fill(texts.offer_staff, { subject, when, code: offer.code, until: vietnamDateTime(offer.until) })
    await tellStaff(trx, desk, { unit: commune, key, message: { type: 'text', text: told }, now })
  }
}

/** Tells of offers that nobody was told of yet, such as those of an import with more seats; to be run every minute. */
export async function tellOffers(db: Db, messenger: Messenger, now: number): Promise<void> {
  for (const offer of await listUntoldOffers(db, MAX_A_MINUTE))
    await db.transaction().execute((trx) => deliverOffers(trx, messenger, [offer], now))
}

/** Passes on the seats of offers that ran out; to be run every minute, in several processes if need be. */
export async function passOnExpiredOffers(db: Db, messenger: Messenger, now: number): Promise<void> {
  const passOne = () =>
    db.transaction().execute(async (trx) => {
      const passed = await passOnExpiredOffer(trx, OFFER_TERMS, now)
      if (!passed) return false
      const { contact, id, code } = passed.expired
      const message = { type: 'text', text: fill(messenger.classTexts.expired, { code }) } as const
      await deliverIfPossible(trx, messenger.deliver, { contact, key: `offer-${id}-expired`, message, now, dueAt: now })
      await deliverOffers(trx, messenger, passed.offers, now)
      return true
    })
  while (await passOne());
}
