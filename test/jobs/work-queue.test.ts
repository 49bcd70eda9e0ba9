import { expect, it, onTestFinished } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import { findContactsWithWork, findWaitingEvents, markHandled, storeArrivals } from '../../src/inbox/inbox.store.ts'
import { createInbox } from '../../src/inbox/receive.ts'
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import { createPostgresLocks } from '../../src/jobs/postgres-locks.ts'
import { createPostgresQueue } from '../../src/jobs/postgres-queue.ts'
import type { WorkQueue } from '../../src/jobs/work-queue.ts'
import { describeOnBothEngines, type EngineContext } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'

/** A queue of one process over the real inbox; it is stopped when the test is over. */
function createQueue(context: EngineContext, findWork?: () => Promise<ContactId[]>) {
  const errors: unknown[] = []
  const options = {
    findWork: findWork ?? ((limit: number) => findContactsWithWork(context.db, limit)),
    concurrency: 8,
    onError: (error: unknown) => errors.push(error),
  }
  if (context.engine === 'sqlite') {
    const queue = createLocalQueue({ ...options, maxWaiting: 100 })
    onTestFinished(() => queue.stop())
    return { queue, errors }
  }
  const locks = createPostgresLocks(context.url)
  const queue = createPostgresQueue({ ...options, db: context.db, connectionString: context.url, locks })
  onTestFinished(async () => {
    await queue.stop()
    await locks[Symbol.asyncDispose]()
  })
  return { queue, errors }
}

/** Of a contact: what is not read in its turn is nobody's, for these turns do not ask for another. */
const ALL = 1000

/** Turns as the conversation makes them: they read what waits, take `turnMs` and mark it as handled. */
function createTurns({ db }: EngineContext, turnMs = 0) {
  const handled = new Map<ContactId, string[]>()
  const active = new Set<ContactId>()
  const seen = { overlaps: 0, mostAtOnce: 0 }
  const work = async (contact: ContactId) => {
    if (active.has(contact)) seen.overlaps += 1
    active.add(contact)
    seen.mostAtOnce = Math.max(seen.mostAtOnce, active.size)
    const events = (await findWaitingEvents(db, sealer, [contact], ALL)).get(contact) ?? []
    for (const { id, event } of events) {
      await new Promise((resolve) => setTimeout(resolve, turnMs))
      await markHandled(db, [id], NOW)
      handled.set(contact, [...(handled.get(contact) ?? []), event.externalId])
    }
    active.delete(contact)
  }
  return { work, handled, seen }
}

function inboxOf({ db }: EngineContext, queue: WorkQueue) {
  const inbox = createInbox({ db, sealer, queue, maxPending: 10_000, mask: (text) => text })
  return (contact: ContactId, id: string) => inbox.receive([messageFrom(contact, id)], NOW)
}

describeOnBothEngines('work queue', (context) => {
  it('brings every event to its turn, in order, one contact at a time and different contacts at once', async () => {
    const { queue } = createQueue(context)
    const { work, handled, seen } = createTurns(context, 1)
    const receive = inboxOf(context, queue)
    await queue.start(work)

    const people = Array.from({ length: 12 }, (_, index) => person(index))
    for (let round = 0; round < 20; round++) {
      await Promise.all(people.map((contact, index) => receive(contact, `${index}-${round}`)))
    }

    const expected = new Map(
      people.map((contact, index) => [contact, Array.from({ length: 20 }, (_, round) => `${index}-${round}`)]),
    )
    await eventually(() => expect(handled).toEqual(expected))
    expect(seen.overlaps).toBe(0)
    expect(seen.mostAtOnce).toBeGreaterThan(1)
    expect(seen.mostAtOnce).toBeLessThanOrEqual(8)
  })

  it('gives an event that comes during a turn a turn of its own', async () => {
    const { queue } = createQueue(context)
    const { work, handled } = createTurns(context, 150)
    const receive = inboxOf(context, queue)
    await queue.start(work)

    await receive(person(1), 'first')
    await eventually(() => expect(handled.size).toBe(0), 50)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await receive(person(1), 'second')

    await eventually(() => expect(handled.get(person(1))).toEqual(['first', 'second']))
  })

  it('hands a contact out again after a while when it is asked to', async () => {
    const { queue } = createQueue(context)
    const { work, handled } = createTurns(context)
    await queue.start(work)
    await storeArrivals(context.db, sealer, [
      { event: messageFrom(person(1), 'piece'), receivedAt: NOW, needsTurn: true },
    ])
    queue.wakeLater(person(1), 30)
    await eventually(() => expect(handled.get(person(1))).toEqual(['piece']))
  })

  it('begins with what an earlier run left behind', async () => {
    const { queue } = createQueue(context)
    const { work, handled } = createTurns(context)
    await storeArrivals(context.db, sealer, [
      { event: messageFrom(person(1), 'left'), receivedAt: NOW, needsTurn: true },
    ])
    await queue.start(work)
    await eventually(() => expect(handled.get(person(1))).toEqual(['left']))
  })

  it('takes announcements before it is started', async () => {
    const { queue } = createQueue(context)
    const { work, handled } = createTurns(context)
    await inboxOf(context, queue)(person(1), 'early')
    await queue.start(work)
    await eventually(() => expect(handled.get(person(1))).toEqual(['early']))
  })

  it('recalls work that nobody was told of', async () => {
    const { queue } = createQueue(context)
    const { work, handled } = createTurns(context)
    await queue.start(work)
    await storeArrivals(context.db, sealer, [
      { event: messageFrom(person(1), 'untold'), receivedAt: NOW, needsTurn: true },
    ])
    await queue.recall()
    await eventually(() => expect(handled.get(person(1))).toEqual(['untold']))
  })

  it('reports a recall that fails and goes on', async () => {
    const { queue, errors } = createQueue(context, async () => {
      throw new Error('storage is away')
    })
    const { work, handled } = createTurns(context)
    await queue.start(work)
    await queue.recall()
    expect(errors).toContainEqual(new Error('storage is away'))

    await inboxOf(context, queue)(person(1), 'm1')
    await eventually(() => expect(handled.get(person(1))).toEqual(['m1']))
  })

  it('waits at its stop for what is under way and begins nothing new', async () => {
    const { queue } = createQueue(context)
    const { work, handled, seen } = createTurns(context, 300)
    const receive = inboxOf(context, queue)
    await queue.start(work)
    await receive(person(1), 'm1')
    await eventually(() => expect(seen.mostAtOnce).toBe(1))

    const stopped = queue.stop()
    await receive(person(2), 'm2')
    await stopped

    expect(handled).toEqual(new Map([[person(1), ['m1']]]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(handled.has(person(2))).toBe(false)
  })
})
