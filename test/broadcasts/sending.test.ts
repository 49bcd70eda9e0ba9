import { expect, it, onTestFinished } from 'vitest'
import { pauseBroadcast, resumeBroadcast } from '../../src/broadcasts/control.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import type { Channel, SendOutcome } from '../../src/core/channel.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../src/core/time-slice.ts'
import { createLocalLocks } from '../../src/jobs/local-locks.ts'
import { createSender } from '../../src/outbox/sender.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { account, person } from '../support/samples.ts'
import { createWorld, GIA_LAI, HOUR, MINUTE, MORNING, type World } from './support/world.ts'

const EIGHT = MORNING + HOUR
const everyone = Array.from({ length: 100 }, (_, index) => person(index))

/** A platform that takes a few milliseconds for each call and answers by the number of the call. */
function createPlatform(world: World, answer: (call: number) => SendOutcome) {
  const calls: string[] = []
  const channel: Channel = {
    type: 'zalo-oa',
    accounts: [{ id: account, province: GIA_LAI, pace: { perSecond: 10_000, burst: 1000 } }],
    readWebhook: () => ({ type: 'ignored', reason: 'this platform sends no events' }),
    render: (message) => [{ body: message }],
    async send({ key }) {
      const number = calls.push(key)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return answer(number)
    },
  }
  const sender = createSender([channel], {
    ...world.runner,
    locks: createLocalLocks(),
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    chance: () => 0,
    maxInFlight: 4,
    onOutcome: () => {},
  })
  onTestFinished(() => sender.stop())
  return { calls, sender }
}

const SENT: SendOutcome = { type: 'sent', externalId: 'mid' }
const BUSY: SendOutcome = { type: 'failed', reason: 'retry_later', code: '-1', detail: 'busy', retryAfterMs: 0 }

describeOnBothEngines('a broadcast on its way through the sender', (context) => {
  it('reaches each person once, over a pause in the middle', async () => {
    const world = createWorld(context.db)
    await world.people(everyone)
    const { calls, sender } = createPlatform(world, () => SENT)
    const { id } = await world.approved()
    await world.tick(EIGHT)
    sender.start()
    await eventually(() => expect(calls.length).toBeGreaterThan(10))

    await pauseBroadcast(context.db, id, { actor: 'An', now: world.now() })
    // What was claimed before the pause is under way; nothing is taken after it.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = calls.length
    expect(before).toBeLessThan(everyone.length)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(calls).toHaveLength(before)

    await resumeBroadcast(world.options, id, { actor: 'An', now: world.now() })
    await eventually(() => expect(calls).toHaveLength(everyone.length))
    await sender.stop()
    await world.tick(EIGHT + MINUTE)
    expect(new Set(calls).size).toBe(everyone.length)
    expect(await world.show(id)).toMatchObject({ status: 'done' })
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ sent: everyone.length, open: 0 })
  })

  it('repeats nothing after a pause, though the platform was busy', async () => {
    const world = createWorld(context.db)
    await world.people(everyone)
    const { calls, sender } = createPlatform(world, () => BUSY)
    const { id } = await world.approved()
    await world.tick(EIGHT)
    sender.start()
    await eventually(() => expect(calls.length).toBeGreaterThan(10))
    await pauseBroadcast(context.db, id, { actor: 'An', now: world.now() })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = calls.length
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(calls).toHaveLength(before)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ held: everyone.length, open: 0 })
  })
})
