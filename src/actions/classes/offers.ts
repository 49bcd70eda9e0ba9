import { passOnExpiredOffer } from '../../classes/change-registration.ts'
import type { Offer } from '../../classes/registration.ts'
import type { OfferTerms } from '../../classes/seats.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import { payloadOf } from '../../engine/payload.ts'
import type { Deliver } from '../../support/desk.ts'
import type { ClassTexts } from './class-texts.ts'
import { instantSaid } from './instant-said.ts'
import { classSaid } from './sign-up.ts'

/** How long a seat is kept for somebody who waited. */
export const OFFER_TERMS: OfferTerms = { offerMs: 12 * 3_600_000 }
/** The flow that takes an offered seat. */
const CONFIRM_FLOW = 'nhan-cho'

interface Messenger {
  readonly deliver: Deliver
  readonly classTexts: ClassTexts
}

/** Tells those who may now have a seat, within the transaction that gave it to them. */
export async function deliverOffers(
  trx: Db,
  { deliver, classTexts: texts }: Messenger,
  offers: readonly Offer[],
  now: number,
): Promise<void> {
  for (const offer of offers) {
    const { subject, when } = await classSaid(trx, offer.classId)
    const text = fill(texts.offer, { subject, when, code: offer.code, until: instantSaid(offer.until) })
    const take = {
      type: 'reply',
      label: texts.offer_label,
      payload: payloadOf({ type: 'flow', flow: CONFIRM_FLOW }),
    } as const
    const message = { type: 'text', text, choices: [take] } as const
    await deliver(trx, { contact: offer.contact, key: `offer-${offer.id}-${offer.until}`, message, now, dueAt: now })
  }
}

/** Passes on the seats of offers that ran out; to be run every minute, in several processes if need be. */
export async function passOnExpiredOffers(db: Db, messenger: Messenger, now: number): Promise<void> {
  const passOne = () =>
    db.transaction().execute(async (trx) => {
      const passed = await passOnExpiredOffer(trx, OFFER_TERMS, now)
      if (!passed) return false
      const { contact, id, code } = passed.expired
      const message = { type: 'text', text: fill(messenger.classTexts.expired, { code }) } as const
      await messenger.deliver(trx, { contact, key: `offer-${id}-expired`, message, now, dueAt: now })
      await deliverOffers(trx, messenger, passed.offers, now)
      return true
    })
  while (await passOne());
}
