import { HOUR_MS } from '../../core/durations.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import { expireOne } from '../../mentors/leave.ts'
import type { Matching } from '../../mentors/match.ts'
import type { PairNews } from '../../mentors/pair.ts'
import { afterNight } from '../../support/deadline.ts'
import type { SupportDesk } from '../../support/desk.ts'
import { type Deliver, deliverIfPossible } from '../../support/letter.ts'
import { type PairSpeech, sayNews } from './say-pair.ts'

/** What telling people about their pairs needs besides the database. */
export interface PairMessenger extends PairSpeech {
  readonly deliver: Deliver
  readonly desk: Pick<SupportDesk, 'units' | 'rules'>
}

/**
 * Tells everybody the news, after the night at the earliest, within the transaction that made them. What is for `self`,
 * whose turn it is, is given back to be said at once.
 */
export async function tellPairs(
  trx: Db,
  messenger: PairMessenger,
  news: readonly PairNews[],
  { self, now }: { readonly self: ContactId | null; readonly now: number },
): Promise<Message[]> {
  const own: Message[] = []
  for (const one of news) {
    const { to, kind, pair } = one
    const message = sayNews(messenger, one)
    const { contact } = pair[to]
    if (contact === self) own.push(message)
    else {
      const letter = { contact, key: `pair-${pair.id}-${to}-${kind}`, message, now }
      const dueAt = afterNight(messenger.desk.rules, now)
      await deliverIfPossible(trx, messenger.deliver, { ...letter, dueAt })
    }
  }
  return own
}

/** Ends pairs to which not both have agreed in time; to be run every minute, in several processes if need be. */
export async function expirePairs(db: Db, parts: PairMessenger & Matching, now: number): Promise<void> {
  const before = now - parts.mentorRules.agree_within_hours * HOUR_MS
  const next = () =>
    db.transaction().execute(async (trx) => {
      const expired = await expireOne(trx, parts, before, now)
      if (expired) await tellPairs(trx, parts, expired.news, { self: null, now })
      return expired !== undefined
    })
  while (await next());
}
