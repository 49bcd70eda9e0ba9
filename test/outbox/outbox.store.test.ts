import { expect, it } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import type { OutboxPurpose } from '../../src/db/schema.ts'
import { claimDue } from '../../src/outbox/claim.store.ts'
import { listDeadLetters, resendDeadLetters } from '../../src/outbox/dead-letters.store.ts'
import { measureOutbox, recoverInterrupted } from '../../src/outbox/open-rows.store.ts'
import { type ClaimedRow, insertOutbox, type OutboxResult } from '../../src/outbox/outbox.store.ts'
import { recordResults } from '../../src/outbox/results.store.ts'
import { saveContacts } from '../../src/people/contact.store.ts'
import { newContact } from '../../src/people/contact.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, NOW, otherAccount, person, sealer } from '../support/samples.ts'

const an = person(1)
const binh = person(2)
const WHY = { reason: 'retry_later', code: 'http 502', detail: 'bad gateway' } as const

describeOnBothEngines('outbox store', (context) => {
  const put = (contact: ContactId, key: string, purpose: OutboxPurpose = 'reply', now = NOW) =>
    insertOutbox(context.db, sealer, [{ contact, purpose, key, part: { body: { text: key } } }], now)
  const claim = async (now = NOW, limit = 10, of = account) =>
    (await claimDue(context.db, sealer, [{ account: of, limit }], now)).flat()
  const record = (results: readonly OutboxResult[], now = NOW) => recordResults(context.db, results, now)
  const keysOf = (rows: readonly ClaimedRow[]) => rows.map((row) => row.key)
  const sent = (rows: readonly ClaimedRow[]): OutboxResult[] =>
    rows.map(({ id, key }) => ({ id, status: 'sent', externalId: `x-${key}` }))
  const statusOf = async (key: string) =>
    context.db.selectFrom('outbox').selectAll().where('key', '=', key).executeTakeFirstOrThrow()

  it('gives a message as it was put in and records the attempt', async () => {
    await insertOutbox(
      context.db,
      sealer,
      [{ contact: an, purpose: 'reply', key: 'k1', part: { body: { text: 'Chào bạn' }, plain: { text: 'chào' } } }],
      NOW,
    )
    expect(await claim()).toEqual([
      {
        id: expect.any(Number),
        contact: an,
        purpose: 'reply',
        key: 'k1',
        part: { body: { text: 'Chào bạn' }, plain: { text: 'chào' } },
        attempts: 1,
        createdAt: NOW,
      },
    ])
    expect(await statusOf('k1')).toMatchObject({ status: 'sending', attempts: 1 })
  })

  it('takes a key once', async () => {
    await put(an, 'k1')
    await put(an, 'k1')
    expect(keysOf(await claim())).toEqual(['k1'])
    expect(await claim()).toEqual([])
  })

  it('takes in many messages at once', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) => ({
      contact: person(index),
      purpose: 'broadcast' as const,
      key: `b${index}`,
      part: { body: index },
    }))
    await insertOutbox(context.db, sealer, rows, NOW)
    expect(await measureOutbox(context.db)).toEqual({ queued: 4000, sending: 0 })
  })

  it('sends the messages of one contact one after the other, in order', async () => {
    await put(an, 'a1')
    await put(an, 'a2')
    await put(binh, 'b1')

    const first = await claim()
    expect(keysOf(first)).toEqual(['a1', 'b1'])
    expect(await claim()).toEqual([])
    await record(sent(first))
    expect(keysOf(await claim())).toEqual(['a2'])
  })

  it('holds a contact’s later messages back while an earlier one waits for its next try', async () => {
    await put(an, 'a1')
    await put(an, 'a2')
    const [row] = await claim()
    await record([{ id: row?.id ?? 0, status: 'queued', dueAt: NOW + 5000, refundAttempt: false, why: WHY }])

    expect(await claim(NOW + 4999)).toEqual([])
    expect(await claim(NOW + 5000)).toMatchObject([{ key: 'a1', attempts: 2 }])
  })

  it('lets replies go before broadcasts, and past a broadcast to the same person', async () => {
    await put(an, 'broadcast-an', 'broadcast')
    await put(binh, 'broadcast-binh', 'broadcast')
    await put(an, 'reply-an', 'reply')

    expect(keysOf(await claim(NOW, 1))).toEqual(['reply-an'])
    expect(keysOf(await claim())).toEqual(['broadcast-an', 'broadcast-binh'])
  })

  it('waits until a message is due', async () => {
    await put(an, 'a1', 'reply', NOW + 1000)
    expect(await claim(NOW + 999)).toEqual([])
    expect(keysOf(await claim(NOW + 1000))).toEqual(['a1'])
  })

  it('keeps accounts apart', async () => {
    await put(person(1, otherAccount), 'm1')
    expect(await claim()).toEqual([])
    expect(keysOf(await claim(NOW, 10, otherAccount))).toEqual(['m1'])
  })

  it('gives each message to one of several who claim at the same moment', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => index)
    for (const index of rows) await put(person(index), `k${index}`)

    const claims = await Promise.all(rows.map(() => claim(NOW, 7)))
    const rest = await claim(NOW, 60)

    const keys = [...claims.flat(), ...rest].map((row) => row.key).sort()
    expect(keys).toEqual(rows.map((index) => `k${index}`).sort())
  })

  it('gives an attempt back that was not the message’s fault', async () => {
    await put(an, 'a1')
    const [row] = await claim()
    await record([{ id: row?.id ?? 0, status: 'queued', dueAt: NOW, refundAttempt: true, why: WHY }])
    expect(await claim()).toMatchObject([{ key: 'a1', attempts: 1 }])
  })

  it('records what became of a batch of attempts', async () => {
    for (const [index, key] of ['sent', 'sent-without-id', 'failed', 'unknown'].entries()) await put(person(index), key)
    const rows = await claim()
    const id = (key: string) => rows.find((row) => row.key === key)?.id ?? 0
    const why = { reason: 'rejected', code: '-201', detail: 'too long' } as const
    await record(
      [
        { id: id('sent'), status: 'sent', externalId: 'mid.1' },
        { id: id('sent-without-id'), status: 'sent', externalId: null },
        { id: id('failed'), status: 'failed', why },
        { id: id('unknown'), status: 'unknown', why: { ...why, reason: 'unknown' } },
      ],
      NOW + 7,
    )

    expect(await statusOf('sent')).toMatchObject({ status: 'sent', external_id: 'mid.1', finished_at: NOW + 7 })
    expect(await statusOf('sent-without-id')).toMatchObject({ status: 'sent', external_id: null })
    expect(await statusOf('failed')).toMatchObject({
      status: 'failed',
      failure: 'rejected',
      failure_code: '-201',
      failure_detail: 'too long',
      finished_at: NOW + 7,
    })
    expect(await statusOf('unknown')).toMatchObject({ status: 'unknown', failure: 'unknown' })
  })

  it('forgets an earlier failure once the message is sent', async () => {
    await put(an, 'a1')
    const [first] = await claim()
    await record([{ id: first?.id ?? 0, status: 'queued', dueAt: NOW, refundAttempt: false, why: WHY }])
    await record(sent(await claim()))
    expect(await statusOf('a1')).toMatchObject({
      status: 'sent',
      failure: null,
      failure_code: null,
      failure_detail: null,
    })
  })

  it('repeats interrupted replies and gives interrupted broadcasts up as unknown', async () => {
    await put(an, 'reply', 'reply')
    await put(binh, 'broadcast', 'broadcast')
    await put(person(3), 'waiting', 'broadcast', NOW + 60_000)
    await put(person(1, otherAccount), 'elsewhere')
    await claim()
    await claim(NOW, 10, otherAccount)

    expect(await recoverInterrupted(context.db, account, NOW + 1)).toEqual({ requeued: 1, unknown: 1 })

    expect(await statusOf('broadcast')).toMatchObject({
      status: 'unknown',
      failure_code: 'crash',
      finished_at: NOW + 1,
    })
    expect(await statusOf('waiting')).toMatchObject({ status: 'queued' })
    expect(await statusOf('elsewhere')).toMatchObject({ status: 'sending' })
    expect(await claim(NOW + 1)).toMatchObject([{ key: 'reply', attempts: 2 }])
  })

  it('skips broadcasts, but no replies, to people who opted out meanwhile', async () => {
    await saveContacts(context.db, sealer, [{ ...newContact(an, account, NOW), version: 1, optedOutAt: NOW }])
    await saveContacts(context.db, sealer, [{ ...newContact(binh, account, NOW), version: 1 }])
    await put(an, 'broadcast-an', 'broadcast')
    await put(binh, 'broadcast-binh', 'broadcast')
    await put(an, 'reply-an', 'reply')

    expect(keysOf(await claim()).sort()).toEqual(['broadcast-binh', 'reply-an'])
    expect(await statusOf('broadcast-an')).toMatchObject({
      status: 'skipped',
      failure_code: 'opted_out',
      finished_at: NOW,
    })
  })

  it('lists dead letters, newest first and page by page', async () => {
    for (const index of [1, 2, 3, 4]) await put(person(index), `k${index}`)
    const rows = await claim()
    await record(rows.slice(0, 3).map(({ id }) => ({ id, status: 'failed', why: WHY })))
    await record(sent(rows.slice(3)))

    const page = await listDeadLetters(context.db, { limit: 2 })
    expect(page.map((letter) => letter.contact)).toEqual([person(3), person(2)])
    expect(page[0]).toEqual({
      id: rows[2]?.id,
      account,
      contact: person(3),
      purpose: 'reply',
      status: 'failed',
      attempts: 1,
      createdAt: NOW,
      finishedAt: NOW,
      failure: 'retry_later',
      failureCode: 'http 502',
      failureDetail: 'bad gateway',
    })
    const rest = await listDeadLetters(context.db, { limit: 2, before: page[1]?.id ?? 0 })
    expect(rest.map((letter) => letter.contact)).toEqual([person(1)])
  })

  it('sends dead letters again when someone asks for it, and nothing that is not dead', async () => {
    await put(an, 'dead')
    await put(binh, 'alive')
    const rows = await claim()
    const ids = rows.map((row) => row.id)
    await record([{ id: rows.find((row) => row.key === 'dead')?.id ?? 0, status: 'failed', why: WHY }])

    expect(await resendDeadLetters(context.db, ids, NOW + 60_000)).toEqual({ count: 1, accounts: [account] })
    expect(await resendDeadLetters(context.db, [], NOW)).toEqual({ count: 0, accounts: [] })
    expect(await listDeadLetters(context.db, { limit: 10 })).toEqual([])
    expect(await claim(NOW + 60_000)).toMatchObject([{ key: 'dead', attempts: 1, createdAt: NOW + 60_000 }])
  })

  it('measures what is queued and what is under way', async () => {
    expect(await measureOutbox(context.db)).toEqual({ queued: 0, sending: 0 })
    for (const index of [1, 2, 3]) await put(person(index), `k${index}`)
    await record(sent(await claim(NOW, 1)))
    await claim(NOW, 1)
    expect(await measureOutbox(context.db)).toEqual({ queued: 1, sending: 1 })
  })
})
