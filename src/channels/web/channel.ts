import type { Channel, Pace } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import {
  type AccountId,
  accountIdOf,
  type ContactId,
  contactIdOf,
  type ProvinceId,
  platformAccountIdOf,
} from '../../core/ids.ts'
import { assistantKey, type WebHub } from './hub.ts'
import { readView, viewOf } from './view.ts'

/** No platform limits the page. */
const PACE: Pace = { perSecond: 10_000, burst: 1_000 }

/** The chat page's account of a province. */
export function webAccountOf(province: ProvinceId): AccountId {
  return accountIdOf('web', province)
}

/** A visitor of a province's chat page: `web:gia-lai/<visitor id>`. */
export function webContactOf(province: ProvinceId, visitor: string): ContactId {
  return contactIdOf(webAccountOf(province), visitor)
}

/**
 * The chat page as a channel, one account a province. Sending hands the message to the pages that are open and always
 * succeeds: a page that is opened later reads it from the database.
 */
export function createWebChannel(options: { provinces: readonly ProvinceId[]; hub: WebHub; clock: Clock }): Channel {
  const { provinces, hub, clock } = options
  return {
    type: 'web',
    accounts: provinces.map((province) => ({ id: webAccountOf(province), province, pace: PACE })),
    readWebhook: () => ({ type: 'malformed', reason: 'the chat page has no webhook; it posts to /chat/messages' }),
    render: (message) => [{ body: viewOf(message) }],
    chatLink: (account, words) =>
      `/chat?province=${encodeURIComponent(platformAccountIdOf(account))}&text=${encodeURIComponent(words)}`,
    async send({ contact, part, key }) {
      const view = readView(part)
      if (view === null)
        return { type: 'failed', reason: 'rejected', code: 'view', detail: 'the part is not one of the chat page' }
      hub.publish(contact, { key: assistantKey(key), at: clock.now(), from: 'assistant', view })
      return { type: 'sent', externalId: null }
    },
  }
}
