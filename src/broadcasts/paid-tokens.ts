import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { findPaidTokens } from '../people/paid-consent.store.ts'
import type { Recipient, SendingPlan } from './plan-sending.ts'

/** The tokens of those who are to get a paid message; `plans` in the order of `recipients`. */
export function tokensFor(
  db: Db,
  sealer: Sealer,
  recipients: readonly Recipient[],
  plans: readonly SendingPlan[],
): Promise<ReadonlyMap<ContactId, string>> {
  return findPaidTokens(
    db,
    sealer,
    paidAmong(recipients.map(({ contact }, index) => ({ contact, plan: plans[index] }))),
  )
}

/** Those of whose plan it is that they get a paid message. */
export function paidAmong(
  planned: readonly { readonly contact: ContactId; readonly plan: SendingPlan | undefined }[],
): ContactId[] {
  return planned
    .filter(({ plan }) => plan?.type === 'send' && plan.carries === 'paid_message')
    .map(({ contact }) => contact)
}
