import { expect, it } from 'vitest'
import { type AccountId, contactIdOf } from '../../src/core/ids.ts'
import { receiveDueFollowUps } from '../../src/inbox/follow-ups.ts'
import type { Receipt } from '../../src/inbox/receive.ts'
import { findDueFollowUps, planFollowUp } from '../../src/requests/follow-up.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'

const contact = contactIdOf('zalo-oa:4' as AccountId, '2')

describeOnBothEngines('a follow-up that is due', (context) => {
  const plan = () => planFollowUp(context.db, { contact, flow: 'hoi-lai', askedAt: 1, dueAt: 100 })

  it('becomes an event of its person, as old as the talk it comes from, and is done', async () => {
    await plan()
    const received: unknown[] = []
    const receive = async (events: readonly unknown[]): Promise<Receipt> => {
      received.push(...events)
      return { type: 'stored', fresh: events.length }
    }
    await receiveDueFollowUps(context.db, { receive }, 100)
    await receiveDueFollowUps(context.db, { receive }, 160)
    expect(received).toMatchObject([{ type: 'follow_up', flow: 'hoi-lai', contact, sentAt: 1 }])
  })

  it('stays due while the inbox takes nothing', async () => {
    await plan()
    await receiveDueFollowUps(context.db, { receive: async () => ({ type: 'overloaded' }) }, 100)
    expect(await findDueFollowUps(context.db, 100, 10)).toHaveLength(1)
  })
})
