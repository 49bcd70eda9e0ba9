import type { MessageReceived } from '../../src/core/events.ts'
import { accountIdOf, accountOf, type ContactId, contactIdOf } from '../../src/core/ids.ts'
import { createSealer } from '../../src/db/seal.ts'

/** UTC ms of the first day of the campaign, 2026-10-01 00:00. */
export const NOW = 1_790_812_800_000

/** As `DATA_KEY` for what opens the same database by itself. */
export const DATA_KEY_OF_SAMPLES = Buffer.alloc(32, 'a data key of the tests')
export const sealer = createSealer(DATA_KEY_OF_SAMPLES)

export const account = accountIdOf('zalo-oa', '4000000000000000004')
export const otherAccount = accountIdOf('messenger', '5000000000000000005')

/** A person on `account`: the same number, the same person. */
export function person(number: number, of = account): ContactId {
  return contactIdOf(of, `p${number}`)
}

/** A message of a person; its text is its id. */
export function messageFrom(contact: ContactId, externalId: string): MessageReceived {
  return {
    type: 'message',
    externalId,
    account: accountOf(contact),
    contact,
    sentAt: NOW,
    text: externalId,
    attachments: [],
    quotedId: null,
    ref: null,
    anonymous: false,
  }
}
