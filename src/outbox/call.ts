import type { Channel, SendOutcome, TokenRenewal } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { ClaimedRow } from './outbox.store.ts'

/** Hands a message to its platform and says what came of it; never rejects. */
export type Call = (row: ClaimedRow) => Promise<SendOutcome>

/** Calls for one account. What meets a refused token is called once more with a new one, where there is a way to get it. */
export function createCall(channel: Channel, account: AccountId, log: Log): Call {
  let renewal: Promise<TokenRenewal> | null = null

  async function callOnce(row: ClaimedRow): Promise<SendOutcome> {
    try {
      return await channel.send({ contact: row.contact, part: row.part, key: row.key })
    } catch (error) {
      // A channel never rejects for what a platform does; this is a bug of ours, and the message is not lost for it.
      log.error({ account, outbox: row.id, err: error }, 'a channel failed to send')
      return { type: 'failed', reason: 'retry_later', code: 'internal', detail: 'the channel failed; see the log' }
    }
  }

  /** All sends that meet a refused token wait for one renewal. */
  async function renewToken(): Promise<boolean> {
    if (!channel.renewToken) {
      log.error({ account }, 'the platform refuses the account token: set a new one')
      return false
    }
    renewal ??= channel.renewToken(account).finally(() => {
      renewal = null
    })
    const renewed = await renewal
    if (renewed.type === 'failed') log.error({ account, cure: renewed.cure }, 'the account token could not be renewed')
    return renewed.type === 'renewed'
  }

  return async (row) => {
    const outcome = await callOnce(row)
    const isRefused = outcome.type === 'failed' && outcome.reason === 'token_invalid'
    return isRefused && (await renewToken()) ? callOnce(row) : outcome
  }
}
