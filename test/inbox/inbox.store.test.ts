import { expect, it } from 'vitest'
import type { InboundEvent } from '../../src/core/events.ts'
import {
  type Arrival,
  findContactsWithWork,
  findWaitingEvents,
  markHandled,
  measureInbox,
  recordFailedTurn,
  storeArrivals,
} from '../../src/inbox/inbox.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { messageFrom, NOW, otherAccount, person, sealer } from '../support/samples.ts'

const an = person(1)
const binh = person(2)

function arrival(event: InboundEvent, needsTurn = true): Arrival {
  return { event, receivedAt: NOW + 50, needsTurn }
}

function messages(contact: typeof an, ...ids: string[]): Arrival[] {
  return ids.map((id) => arrival(messageFrom(contact, id)))
}

describeOnBothEngines('inbox store', (context) => {
  const waitingIds = async (contact: typeof an, limit = 100) => {
    const waiting = await findWaitingEvents(context.db, sealer, [contact], limit)
    return (waiting.get(contact) ?? []).map(({ event }) => event.externalId)
  }
  const waitingOf = async (contact: typeof an) =>
    (await findWaitingEvents(context.db, sealer, [contact], 100)).get(contact) ?? []

  it('gives back an event as it came, with its types', async () => {
    const event = messageFrom(an, 'm1')
    expect(await storeArrivals(context.db, sealer, [arrival({ ...event, text: 'Xin chào 🇻🇳' })])).toEqual([true])

    const [stored] = await waitingOf(an)
    expect(stored).toEqual({
      id: expect.any(Number),
      event: { ...event, text: 'Xin chào 🇻🇳' },
      receivedAt: NOW + 50,
      attempts: 0,
    })
  })

  it('stores an event once when a batch holds it twice', async () => {
    expect(await storeArrivals(context.db, sealer, messages(an, 'm1', 'm2', 'm1'))).toEqual([true, true, false])
    expect(await waitingIds(an)).toEqual(['m1', 'm2'])
  })

  it('stores an event once over batches', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'm1', 'm2'))
    expect(await storeArrivals(context.db, sealer, messages(an, 'm2', 'm3'))).toEqual([false, true])
    expect(await waitingIds(an)).toEqual(['m1', 'm2', 'm3'])
  })

  it('takes the same id of two accounts for two events', async () => {
    const elsewhere = person(1, otherAccount)
    expect(await storeArrivals(context.db, sealer, [...messages(an, 'm1'), ...messages(elsewhere, 'm1')])).toEqual([
      true,
      true,
    ])
  })

  it('does not bring a handled event back when it is delivered again', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'm1'))
    const [first] = await waitingOf(an)
    await markHandled(context.db, [first?.id ?? 0], NOW)

    expect(await storeArrivals(context.db, sealer, messages(an, 'm1'))).toEqual([false])
    expect(await waitingIds(an)).toEqual([])
  })

  it('keeps the order of arrival, not that of the platform', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `m${(index * 37) % 120}`)
    await storeArrivals(context.db, sealer, messages(an, ...ids))
    expect(await waitingIds(an, 200)).toEqual(ids)
  })

  it('gives each contact its own oldest events, however many another has', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'a1', 'a2', 'a3', 'a4', 'a5'))
    await storeArrivals(context.db, sealer, messages(binh, 'b1', 'b2'))

    const waiting = await findWaitingEvents(context.db, sealer, [an, binh], 2)

    const ids = [...waiting].map(([contact, events]) => [contact, events.map(({ event }) => event.externalId)])
    expect(ids).toEqual([
      [an, ['a1', 'a2']],
      [binh, ['b1', 'b2']],
    ])
  })

  it('keeps events that need no turn without letting them wait', async () => {
    await storeArrivals(context.db, sealer, [
      arrival(
        {
          type: 'seen',
          externalId: 's1',
          account: messageFrom(an, 's1').account,
          contact: an,
          sentAt: NOW,
          messageIds: ['x'],
          upTo: null,
        },
        false,
      ),
    ])
    expect(await waitingIds(an)).toEqual([])
    expect(await findContactsWithWork(context.db, 10)).toEqual([])
    const row = await context.db.selectFrom('inbox').select('handled_at').executeTakeFirstOrThrow()
    expect(row.handled_at).toBe(NOW + 50)
  })

  it('names contacts with work, those who have waited longest first', async () => {
    const chi = person(3)
    await storeArrivals(context.db, sealer, [
      ...messages(binh, 'b1'),
      ...messages(an, 'a1'),
      ...messages(binh, 'b2'),
      ...messages(chi, 'c1'),
    ])
    expect(await findContactsWithWork(context.db, 2)).toEqual([binh, an])

    const [first] = await waitingOf(binh)
    await markHandled(context.db, [first?.id ?? 0], NOW)
    expect(await findContactsWithWork(context.db, 10)).toEqual([an, binh, chi])
  })

  it('lets one of two turns on the same event mark it as handled', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'm1'))
    const [event] = await waitingOf(an)
    const ids = [event?.id ?? 0]
    expect(await markHandled(context.db, ids, NOW)).toEqual(new Set(ids))
    expect(await markHandled(context.db, ids, NOW)).toEqual(new Set())
  })

  it('counts failed turns and lets the event wait', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'm1'))
    const [event] = await waitingOf(an)
    await recordFailedTurn(context.db, [event?.id ?? 0], { code: 'turn_failed', setAside: false }, NOW)
    await recordFailedTurn(context.db, [event?.id ?? 0], { code: 'turn_failed', setAside: false }, NOW)
    expect(await waitingOf(an)).toMatchObject([{ attempts: 2 }])
  })

  it('sets an event aside so that the next one has its turn', async () => {
    await storeArrivals(context.db, sealer, messages(an, 'm1', 'm2'))
    const [bad] = await waitingOf(an)
    await recordFailedTurn(context.db, [bad?.id ?? 0], { code: 'turn_failed', setAside: true }, NOW)

    expect(await waitingIds(an)).toEqual(['m2'])
    const row = await context.db
      .selectFrom('inbox')
      .select(['attempts', 'failure', 'handled_at'])
      .where('id', '=', bad?.id ?? 0)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ attempts: 1, failure: 'turn_failed', handled_at: NOW })
  })

  it('measures how many wait and since when', async () => {
    expect(await measureInbox(context.db)).toEqual({ depth: 0, oldest: null })
    await storeArrivals(context.db, sealer, [
      { event: messageFrom(an, 'm1'), receivedAt: NOW + 10, needsTurn: true },
      { event: messageFrom(an, 'm2'), receivedAt: NOW + 20, needsTurn: true },
    ])
    expect(await measureInbox(context.db)).toEqual({ depth: 2, oldest: NOW + 10 })
  })

  it('holds no text of a person in the clear', async () => {
    const secret = 'Nguyễn Văn An 0912345678'
    await storeArrivals(context.db, sealer, [arrival({ ...messageFrom(an, 'm1'), text: secret })])
    const row = await context.db.selectFrom('inbox').selectAll().executeTakeFirstOrThrow()
    expect(Buffer.isBuffer(row.sealed_event)).toBe(true)
    expect(row.sealed_event.includes('0912345678')).toBe(false)
    expect(JSON.stringify({ ...row, sealed_event: null })).not.toContain('0912345678')
  })
})
