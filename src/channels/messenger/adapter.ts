import type { ApprovedWays, Channel } from '../../core/channel.ts'
import { platformAccountIdOf } from '../../core/ids.ts'
import { createHttpClient } from '../http-client.ts'
import { createPaidWay } from './paid-messages.ts'
import { createWebhookReader } from './payload.ts'
import { renderMessage } from './render.ts'
import { type ChannelLog, createSender } from './send.ts'
import type { MessengerAccount } from './settings.ts'
import { type VerificationQuery, verifySubscription } from './subscription.ts'
import { createUtilityTemplates } from './utility-templates.ts'

export interface MessengerOptions {
  readonly accounts: readonly MessengerAccount[]
  /** Origin of the Graph API. */
  readonly apiUrl: string
  /** How long an answer may take; after it the fate of the message is unknown. */
  readonly timeoutMs?: number
  readonly log?: ChannelLog
}

export interface MessengerChannel extends Channel {
  readonly accounts: readonly MessengerAccount[]
  readonly approved: ApprovedWays
  /** Answers Meta's check of the webhook address: the challenge as plain text, or null for 403. */
  verifySubscription(query: VerificationQuery): string | null
}

/** Facebook Messenger for any number of Pages, of one app or several. Page tokens are renewed by people, not by us. */
export function createMessengerChannel(options: MessengerOptions): MessengerChannel {
  const { accounts, apiUrl, timeoutMs = 10_000, log } = options
  const http = createHttpClient({ baseURL: apiUrl, timeoutMs })
  return {
    type: 'messenger',
    accounts,
    readWebhook: createWebhookReader(accounts),
    verifySubscription: (query) => verifySubscription(query, accounts),
    render: renderMessage,
    chatLink: (account, words) => `https://m.me/${platformAccountIdOf(account)}?ref=${encodeURIComponent(words)}`,
    approved: { ...createUtilityTemplates(http, accounts), paid: createPaidWay(accounts) },
    send: createSender({
      accounts,
      http,
      ...(log === undefined ? {} : { log }),
    }),
  }
}
