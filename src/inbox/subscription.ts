import type { InboundEvent } from '../core/events.ts'
import type { Sealer } from '../db/seal.ts'
import type { Write } from '../engine/action.ts'
import type { Contact } from '../people/contact.ts'
import { keepPaidConsent } from '../people/paid-consent.store.ts'

/** Keeps the consent to paid messages that an event gives; none where it gives none. */
export function keepConsent(sealer: Sealer, event: InboundEvent, now: number): Write[] {
  if (event.type !== 'subscription' || event.status !== 'granted' || event.token === null) return []
  const { contact, token, tokenExpiresAt: expiresAt } = event
  return [(trx) => keepPaidConsent(trx, sealer, { contact, token, expiresAt }, now)]
}

/**
 * When the person last gave a sign of life, after an event. Agreeing to paid messages, or ending it, opens no window for
 * free ones: no platform counts it as writing.
 */
export function lastEventAfter({ version, lastEventAt }: Contact, { type, sentAt }: InboundEvent): number {
  if (type !== 'subscription') return Math.max(lastEventAt, sentAt)
  return version === 0 ? 0 : lastEventAt
}
