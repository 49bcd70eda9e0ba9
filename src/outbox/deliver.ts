import type { Channel } from '../core/channel.ts'
import { AccountRemoved } from '../core/errors.ts'
import { type AccountId, accountOf } from '../core/ids.ts'
import type { Sealer } from '../db/seal.ts'
import type { Deliver } from '../support/letter.ts'
import { insertOutbox } from './outbox.store.ts'

/**
 * Puts what staff write to citizens into the outbox, in the shape of each one's channel. Throws an `AccountRemoved`
 * for an account that is no longer configured.
 */
export function createDeliver(sealer: Sealer, channels: ReadonlyMap<AccountId, Pick<Channel, 'render'>>): Deliver {
  return async (trx, { contact, key, message, now, dueAt, batch }) => {
    const channel = channels.get(accountOf(contact))
    if (!channel) throw new AccountRemoved(accountOf(contact))
    const rows = channel.render(message).map((part, index) => {
      const row = { contact, key: `${key}-${index}`, part, dueAt }
      return batch === undefined
        ? { ...row, purpose: 'reply' as const }
        : { ...row, purpose: 'broadcast' as const, batch }
    })
    await insertOutbox(trx, sealer, rows, now)
  }
}
