import { expect, it } from 'vitest'
import { dropBatch, holdBatch, measureBatch, releaseBatch } from '../../src/outbox/batch.store.ts'
import { claimDue } from '../../src/outbox/claim.store.ts'
import { insertOutbox, type OutboxResult } from '../../src/outbox/outbox.store.ts'
import { recordResults } from '../../src/outbox/results.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, NOW, person, sealer } from '../support/samples.ts'

const WHY = { reason: 'retry_later', code: 'http 502', detail: 'bad gateway' } as const
const NOTHING = { sent: 0, failed: {}, unknown: 0, skipped: {}, held: 0, open: 0 }

describeOnBothEngines('a batch of messages', (context) => {
  const put = (batch: string, count: number) =>
    insertOutbox(
      context.db,
      sealer,
      Array.from({ length: count }, (_, i) => ({
        contact: person(i),
        purpose: 'broadcast' as const,
        key: `${batch}-${i}`,
        batch,
        part: { body: i },
      })),
      NOW,
    )
  const claim = async (limit = 100) => (await claimDue(context.db, sealer, [{ account, limit }], NOW)).flat()
  const record = (results: readonly OutboxResult[]) => recordResults(context.db, results, NOW)
  const measure = (batch = 'b1') => measureBatch(context.db, batch)

  it('is counted by what became of it', async () => {
    await put('b1', 6)
    const [sent, failed, unknown, retried] = await claim(4)
    await record([
      { id: sent?.id ?? 0, status: 'sent', externalId: null },
      { id: failed?.id ?? 0, status: 'failed', why: { ...WHY, reason: 'unreachable' } },
      { id: unknown?.id ?? 0, status: 'unknown', why: WHY },
      { id: retried?.id ?? 0, status: 'queued', dueAt: NOW, refundAttempt: false, why: WHY },
    ])
    expect(await measure()).toEqual({ ...NOTHING, sent: 1, failed: { unreachable: 1 }, unknown: 1, open: 3 })
    expect(await measure('b2')).toEqual(NOTHING)
  })

  it('is held and released, apart from all others', async () => {
    await put('b1', 3)
    await put('b2', 2)
    expect(await holdBatch(context.db, 'b1', NOW)).toBe(3)
    expect((await claim()).map((row) => row.key)).toEqual(['b2-0', 'b2-1'])
    expect(await measure()).toEqual({ ...NOTHING, held: 3 })
    expect(await releaseBatch(context.db, 'b1', NOW)).toBe(3)
    expect(await measure()).toEqual({ ...NOTHING, open: 3 })
  })

  it.each([
    { name: 'held', stop: () => holdBatch(context.db, 'b1', NOW), counts: { held: 2 } },
    {
      name: 'cancelled',
      stop: () => dropBatch(context.db, 'b1', 'cancelled', NOW),
      counts: { skipped: { cancelled: 2 } },
    },
  ])('that is $name is not tried again, though an attempt was under way', async ({ stop, counts }) => {
    await put('b1', 2)
    const [underWay] = await claim(1)
    await stop()
    await record([{ id: underWay?.id ?? 0, status: 'queued', dueAt: NOW, refundAttempt: false, why: WHY }])
    expect(await claim()).toEqual([])
    expect(await measure()).toEqual({ ...NOTHING, ...counts })
  })

  it('lets messages that come while it is held wait as well', async () => {
    await holdBatch(context.db, 'b1', NOW)
    await put('b1', 2)
    expect(await claim()).toEqual([])
    await releaseBatch(context.db, 'b1', NOW)
    expect(await claim()).toHaveLength(2)
  })

  it('is dropped for good, what was held too', async () => {
    await put('b1', 3)
    const [sent] = await claim(1)
    await record([{ id: sent?.id ?? 0, status: 'sent', externalId: null }])
    await holdBatch(context.db, 'b1', NOW)
    expect(await dropBatch(context.db, 'b1', 'too_late', NOW)).toBe(2)
    expect(await releaseBatch(context.db, 'b1', NOW)).toBe(0)
    expect(await measure()).toEqual({ ...NOTHING, sent: 1, skipped: { too_late: 2 } })
  })
})
