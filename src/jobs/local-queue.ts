import type { ContactId } from '../core/ids.ts'
import { createLater } from './later.ts'
import type { WorkQueue } from './work-queue.ts'

/**
 * The queue of a single process: what is waiting stands in memory, in order of first arrival, a contact once. Past
 * `maxWaiting` contacts it forgets and later asks `findWork` (the inbox table), so that memory is bounded and a restart
 * loses nothing.
 */
export function createLocalQueue(options: {
  findWork: (limit: number) => Promise<ContactId[]>
  concurrency: number
  maxWaiting: number
  onError: (error: unknown) => void
}): WorkQueue {
  const waiting = new Set<ContactId>()
  const active = new Set<ContactId>()
  const underWay = new Set<Promise<void>>()
  let forgot = false
  let work: ((contact: ContactId) => Promise<void>) | null = null
  const later = createLater((contact) => wake([contact]))

  function wake(contacts: readonly ContactId[]): void {
    for (const contact of contacts) {
      if (waiting.size < options.maxWaiting) waiting.add(contact)
      else forgot = true
    }
    handOut()
  }

  function handOut(): void {
    if (!work) return
    for (const contact of waiting) {
      if (active.size >= options.concurrency) return
      // One at a time a contact (law 2): it stays in line until its present turn is over.
      if (active.has(contact)) continue
      waiting.delete(contact)
      track(contact, work)
    }
    if (forgot && waiting.size === 0) {
      forgot = false
      void recall()
    }
  }

  function track(contact: ContactId, run: (contact: ContactId) => Promise<void>): void {
    active.add(contact)
    const turn = run(contact).finally(() => {
      active.delete(contact)
      underWay.delete(turn)
      handOut()
    })
    underWay.add(turn)
  }

  async function recall(): Promise<void> {
    try {
      const contacts = await options.findWork(options.maxWaiting)
      if (contacts.length >= options.maxWaiting) forgot = true
      wake(contacts)
    } catch (error) {
      options.onError(error)
    }
  }

  return {
    announce: async () => {},
    wake,
    wakeLater: later.in,
    recall,
    async start(run) {
      work = run
      await recall()
    },
    async stop() {
      work = null
      await Promise.all(underWay)
      later.clear()
    },
  }
}
