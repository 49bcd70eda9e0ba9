import { expect, it } from 'vitest'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { createReceipts } from '../../src/broadcasts/receipts.ts'
import type { Delivered, Seen } from '../../src/core/events.ts'
import { accountOf, type ContactId } from '../../src/core/ids.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, otherAccount, person, sealer } from '../support/samples.ts'
import { createWorld, DAY, HOUR, MORNING } from './support/world.ts'

const EIGHT = MORNING + HOUR
const onZalo = [1, 2, 3].map((number) => person(number))
const onMessenger = [1, 2, 3].map((number) => person(number, otherAccount))

function delivered(contact: ContactId, messageIds: readonly string[], upTo: number | null = null): Delivered {
  const base = { externalId: `d ${contact} ${messageIds}`, account: accountOf(contact), sentAt: EIGHT }
  return { ...base, type: 'delivered', contact, messageIds, upTo, trackingId: null }
}

function seen(contact: ContactId, messageIds: readonly string[], upTo: number | null = null): Seen {
  return { type: 'seen', externalId: 's', account: accountOf(contact), contact, sentAt: EIGHT, messageIds, upTo }
}

describeOnBothEngines('receipts of broadcasts', (context) => {
  /** A broadcast that was sent to six people at eight; `x<id>` is what the platform calls a message. */
  async function createSent() {
    const world = createWorld(context.db)
    await world.people([...onZalo, ...onMessenger])
    const { id } = await world.approved()
    await world.tick(EIGHT)
    for (const of of [account, otherAccount]) await world.send(10, 'sent', of)
    const rows = await world.outbox()
    const idOf = (contact: ContactId) => rows.find((row) => row.contact_id === contact)?.external_id ?? ''
    const receipts = createReceipts(context.db)
    return {
      world,
      idOf,
      receipts,
      async take(...events: (Delivered | Seen)[]) {
        receipts.note(events, world.now())
        await receipts.write(world.now())
        await receipts.write(world.now())
      },
      counts: async () => (await showProgress(context.db, id))[0]?.receipts,
    }
  }

  it.each([
    { name: 'nothing', events: () => [], counts: { delivered: 0, seen: 0 } },
    {
      name: 'messages named as delivered',
      events: (idOf: (contact: ContactId) => string) => onZalo.map((one) => delivered(one, [idOf(one)])),
      counts: { delivered: 3, seen: 0 },
    },
    {
      name: 'a message that was read, and so arrived',
      events: (idOf: (contact: ContactId) => string) => onZalo.slice(0, 1).map((one) => seen(one, [idOf(one)])),
      counts: { delivered: 1, seen: 1 },
    },
    {
      name: 'a mark up to which all was read',
      events: () => onMessenger.map((one) => seen(one, [], EIGHT)),
      counts: { delivered: 3, seen: 3 },
    },
    {
      name: 'a mark from before the sending',
      events: () => onMessenger.map((one) => seen(one, [], EIGHT - HOUR)),
      counts: { delivered: 0, seen: 0 },
    },
    {
      name: 'the same twice',
      events: (idOf: (contact: ContactId) => string) =>
        [...onZalo, ...onZalo].map((one) => delivered(one, [idOf(one), idOf(one)])),
      counts: { delivered: 3, seen: 0 },
    },
    {
      name: 'ids that belong to nobody, or to another account',
      events: (idOf: (contact: ContactId) => string) => [
        delivered(person(9), ['unheard of']),
        delivered(person(9, otherAccount), [idOf(person(1))]),
      ],
      counts: { delivered: 0, seen: 0 },
    },
  ])('count $name', async ({ events, counts }) => {
    const { take, idOf, counts: counted } = await createSent()
    await take(...events(idOf))
    expect(await counted()).toEqual(counts)
  })

  it('take nothing back, and keep the time that came first', async () => {
    const { world, take, idOf, counts } = await createSent()
    const one = person(1)
    await take(seen(one, [idOf(one)]))
    world.goTo(EIGHT + HOUR)
    await take(delivered(one, [idOf(one)]), seen(one, [idOf(one)]))
    expect(await counts()).toEqual({ delivered: 1, seen: 1 })
    const row = (await world.outbox()).find((message) => message.contact_id === one)
    expect(row).toMatchObject({ delivered_at: EIGHT, seen_at: EIGHT })
  })

  it('are written only once the sending is on record', async () => {
    const { receipts, idOf, counts } = await createSent()
    receipts.note([delivered(person(1), [idOf(person(1))])], EIGHT)
    await receipts.write(EIGHT)
    expect(await counts()).toEqual({ delivered: 0, seen: 0 })
    await receipts.write(EIGHT)
    expect(await counts()).toEqual({ delivered: 1, seen: 0 })
  })

  it('leave replies alone, and broadcasts of a week ago', async () => {
    const { world, take, idOf, counts } = await createSent()
    const reply = { contact: person(1), purpose: 'reply', key: 'r1-0', part: { body: {} } } as const
    await insertOutbox(context.db, sealer, [reply], world.now())
    await world.send(1)
    world.goTo(EIGHT + 8 * DAY)
    await take(seen(person(1), [], world.now()), ...onZalo.map((one) => seen(one, [idOf(one)])))
    expect(await counts()).toEqual({ delivered: 0, seen: 0 })
    expect((await world.outbox()).every((row) => row.seen_at === null)).toBe(true)
  })
})
