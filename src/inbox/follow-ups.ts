import { accountOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { findDueFollowUps, markFollowUpsDone } from '../requests/follow-up.store.ts'
import type { Inbox } from './receive.ts'

const MAX_A_MINUTE = 500

/**
 * Puts the follow-ups that are due into the inbox, where each becomes a turn like any other. One that is put in twice, by
 * two processes or after a crash, is the same event and has one turn.
 */
export async function receiveDueFollowUps(db: Db, inbox: Inbox, now: number): Promise<void> {
  const due = await findDueFollowUps(db, now, MAX_A_MINUTE)
  if (due.length === 0) return
  const receipt = await inbox.receive(
    due.map(({ id, contact, flow, askedAt }) => ({
      type: 'follow_up',
      externalId: `follow-up:${id}`,
      account: accountOf(contact),
      contact,
      sentAt: askedAt,
      flow,
    })),
    now,
  )
  if (receipt.type !== 'stored') return
  await markFollowUpsDone(
    db,
    due.map(({ id }) => id),
    now,
  )
}
