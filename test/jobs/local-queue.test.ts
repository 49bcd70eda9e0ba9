import { describe, expect, it } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import { eventually } from '../support/eventually.ts'
import { person } from '../support/samples.ts'

/** A queue over a set of contacts with work; a turn takes the contact out of it. */
function createScene(options: { concurrency: number; maxWaiting: number }) {
  const withWork = new Set<ContactId>()
  const worked: ContactId[] = []
  const errors: unknown[] = []
  const asked: number[] = []
  let away = false
  const queue = createLocalQueue({
    ...options,
    findWork: async (limit) => {
      if (away) throw new Error('storage is away')
      asked.push(limit)
      return [...withWork].slice(0, limit)
    },
    onError: (error) => errors.push(error),
  })
  const work = async (contact: ContactId) => {
    worked.push(contact)
    await new Promise(setImmediate)
    withWork.delete(contact)
  }
  const arrive = (...contacts: ContactId[]) => {
    for (const contact of contacts) withWork.add(contact)
    queue.wake(contacts)
  }
  return { queue, work, arrive, withWork, worked, errors, asked, setAway: (value: boolean) => (away = value) }
}

const people = Array.from({ length: 1000 }, (_, index) => person(index))

describe('local queue', () => {
  it('hands contacts out in the order in which they came, each once', async () => {
    const { queue, work, arrive, worked } = createScene({ concurrency: 1, maxWaiting: 100 })
    arrive(person(3), person(1), person(3), person(2), person(1))
    await queue.start(work)
    await eventually(() => expect(worked).toEqual([person(3), person(1), person(2)]))
  })

  it('remembers no more than it may, and asks again for what it forgot', async () => {
    const { queue, work, arrive, worked, withWork, asked } = createScene({ concurrency: 4, maxWaiting: 10 })
    await queue.start(work)
    arrive(...people)
    await eventually(() => expect(withWork.size).toBe(0))
    expect(new Set(worked)).toEqual(new Set(people))
    expect(asked.length).toBeGreaterThan(10)
    expect(Math.max(...asked)).toBe(10)
  })

  it('hands a contact out again after a while, once however often that was asked, and sooner when something comes', async () => {
    const { queue, work, arrive, worked } = createScene({ concurrency: 1, maxWaiting: 100 })
    await queue.start(work)
    queue.wakeLater(person(1), 5_000)
    queue.wakeLater(person(1), 20)
    queue.wakeLater(person(2), 5_000)
    arrive(person(2))
    await eventually(() => expect(worked).toEqual([person(2), person(1)]))
    await queue.stop()
  })

  it('takes back what an earlier run left, however much', async () => {
    const { queue, work, withWork } = createScene({ concurrency: 4, maxWaiting: 10 })
    for (const contact of people) withWork.add(contact)
    await queue.start(work)
    await eventually(() => expect(withWork.size).toBe(0))
  })

  it('gets over a storage that is away while it asks for what it forgot', async () => {
    const { queue, work, arrive, withWork, errors, setAway } = createScene({ concurrency: 4, maxWaiting: 10 })
    await queue.start(work)
    setAway(true)
    arrive(...people)
    await eventually(() => expect(errors).toEqual([new Error('storage is away')]))
    setAway(false)
    await queue.recall()
    await eventually(() => expect(withWork.size).toBe(0))
  })
})
