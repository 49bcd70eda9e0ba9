import { expect, it } from 'vitest'
import { recordAudit } from '../../src/console/audit.store.ts'
import { type AuditFilter, listAudit } from '../../src/console/audit-log.store.ts'
import { endSession, isSessionEnded } from '../../src/console/ended-session.store.ts'
import { readOverview, sumOf } from '../../src/console/overview.store.ts'
import type { SupportRequestId } from '../../src/db/schema.ts'
import { storeArrivals } from '../../src/inbox/inbox.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { closeTicket } from '../../src/support/close-ticket.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, messageFrom, NOW, otherAccount, person, sealer } from '../support/samples.ts'
import { askForPerson, desk } from '../support/support-desk.ts'

describeOnBothEngines('the stores of the console', (context) => {
  it('count what waits, failed and was set aside, by account', async () => {
    const { db } = context
    const arrivals = [
      { event: messageFrom(person(1), 'e1'), receivedAt: NOW + 5, needsTurn: true },
      { event: messageFrom(person(2), 'e2'), receivedAt: NOW + 2, needsTurn: true },
      { event: messageFrom(person(3, otherAccount), 'e3'), receivedAt: NOW + 9, needsTurn: true },
      { event: messageFrom(person(1), 'e4'), receivedAt: NOW, needsTurn: false },
    ]
    await storeArrivals(db, sealer, arrivals)
    await db.updateTable('inbox').set({ failure: 'internal' }).where('external_id', '=', 'e4').execute()
    const rows = ['queued', 'failed', 'unknown', 'sent'].map((key) => ({
      contact: person(1),
      purpose: 'reply' as const,
      key,
      part: { body: {} },
    }))
    await insertOutbox(db, sealer, rows, NOW)
    for (const status of ['failed', 'unknown', 'sent'] as const)
      await db.updateTable('outbox').set({ status }).where('key', '=', status).execute()
    const overview = await readOverview(db)
    expect(overview.events).toEqual(
      new Map([
        [account, { count: 2, oldest: NOW + 2 }],
        [otherAccount, { count: 1, oldest: NOW + 9 }],
      ]),
    )
    expect(sumOf(overview.events)).toEqual({ count: 3, oldest: NOW + 2 })
    expect(overview.messages).toEqual(new Map([[account, { count: 1, oldest: NOW }]]))
    expect(overview.deadLetters.get(account)?.count).toBe(2)
    expect(overview.setAside).toBe(1)
  })

  it('are content with an empty database', async () => {
    const overview = await readOverview(context.db)
    expect(sumOf(overview.events)).toEqual({ count: 0, oldest: null })
    expect([overview.setAside, overview.openRequests, overview.tokens.size]).toEqual([0, 0, 0])
  })

  it('know the state of each token', async () => {
    const row = { account_id: account, sealed_pair: sealer.seal({}), refreshed_at: NOW, seed: '' }
    await context.db
      .insertInto('zalo_tokens')
      .values({ ...row, expires_at: NOW + 1, dead_reason: 'revoked' })
      .execute()
    expect((await readOverview(context.db)).tokens).toEqual(new Map([[account, { expiresAt: NOW + 1, dead: true }]]))
  })

  it('count the support requests that are open', async () => {
    const id = 'r1' as SupportRequestId
    await askForPerson(context.db, { id, contact: person(1), question: null, at: NOW })
    expect((await readOverview(context.db)).openRequests).toBe(1)
    await closeTicket(context.db, desk, { id, by: 'citizen', now: NOW + 1 })
    expect((await readOverview(context.db)).openRequests).toBe(0)
  })

  it('remember ended sessions until these would be over anyway', async () => {
    const { db } = context
    await endSession(db, 'first', NOW + 10, NOW)
    expect([await isSessionEnded(db, 'first'), await isSessionEnded(db, 'second')]).toEqual([true, false])
    await endSession(db, 'second', NOW + 30, NOW + 20)
    expect([await isSessionEnded(db, 'first'), await isSessionEnded(db, 'second')]).toEqual([false, true])
  })

  it('write down deeds in their order', async () => {
    const { db } = context
    await recordAudit(db, { at: NOW, actor: 'admin', action: 'login', subject: 'console' })
    await recordAudit(db, { at: NOW, actor: 'admin', action: 'messages_resent', subject: 'outbox:1', detail: '1' })
    const rows = await db.selectFrom('audit_log').select(['action', 'detail']).orderBy('id').execute()
    expect(rows).toEqual([
      { action: 'login', detail: null },
      { action: 'messages_resent', detail: '1' },
    ])
  })

  it('look deeds up by what, who, when and how far back', async () => {
    const { db } = context
    const deeds = [
      { at: NOW, actor: 'admin', action: 'login' },
      { at: NOW + 5, actor: 'admin for staff:a', action: 'staff_listed' },
      { at: NOW + 9, actor: 'staff:a', action: 'login' },
    ] as const
    for (const deed of deeds) await recordAudit(db, { ...deed, subject: 'console' })
    const found = async (filter: AuditFilter) => (await listAudit(db, filter, 2)).map(({ at }) => at - NOW)
    expect(await found({})).toEqual([9, 5])
    expect(await found({ before: (await listAudit(db, {}, 2)).at(-1)?.id })).toEqual([0])
    expect(await found({ action: 'login' })).toEqual([9, 0])
    expect(await found({ actor: 'staff:a', period: { from: NOW + 5, until: NOW + 9 } })).toEqual([5])
  })
})
