import { setTimeout as sleep } from 'node:timers/promises'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { addJobs, addJobsFirst } from './contact-jobs.ts'
import { type JobRunner, prepareJobs, type RunnerOptions, startRunner } from './graphile-runner.ts'
import { createLater } from './later.ts'
import type { Locks } from './locks.ts'
import type { WorkQueue } from './work-queue.ts'

/** When a contact whose turn is under way is looked at again. */
const BUSY_MS = 100
const RESTART_MS = 1000
/** How many contacts one recall brings back; what is left comes with the next. */
const RECALL_LIMIT = 1000

export interface PostgresQueueOptions extends RunnerOptions {
  readonly db: Db
  readonly locks: Locks
  /** Contacts with waiting events, those who have waited longest first. */
  readonly findWork: (limit: number) => Promise<ContactId[]>
}

/**
 * The queue of any number of processes: graphile-worker's jobs table, one waiting job a contact. A contact's lock keeps
 * two processes off the same contact; losing it does no harm, for a turn is guarded by the contact's version.
 *
 * A killed process leaves its jobs locked (graphile-worker frees them after four hours): `recall` announces their
 * contacts anew, before all others, which puts a fresh job beside the locked one.
 */
export function createPostgresQueue(options: PostgresQueueOptions): WorkQueue {
  const { db, locks } = options
  const stopping = new AbortController()
  /** Jobs at work, those of a runner that has failed too. */
  const underWay = new Set<Promise<void>>()
  let runner: JobRunner | null = null
  let supervision: Promise<void> = Promise.resolve()
  let recallTimer: NodeJS.Timeout | null = null

  /**
   * A failure may have left jobs locked that nobody runs (the answer to a fetch was lost): they are looked for soon, and
   * again until that succeeds.
   */
  function onError(error: unknown): void {
    options.onError(error)
    if (stopping.signal.aborted) return
    recallTimer ??= setTimeout(() => {
      recallTimer = null
      void recall()
    }, RESTART_MS)
  }

  async function recall(): Promise<void> {
    try {
      const contacts = await options.findWork(RECALL_LIMIT)
      if (contacts.length > 0) await addJobsFirst(db, contacts)
    } catch (error) {
      onError(error)
    }
  }

  const later = createLater((contact) => {
    addJobs(db, [contact]).catch(onError)
  })

  async function runAlone(contact: ContactId, work: (contact: ContactId) => Promise<void>): Promise<void> {
    const lock = await locks.tryHold(`contact ${contact}`)
    if (!lock) {
      // Waiting here and then as a fresh job, in which all that came meanwhile is one: a person who writes on and on
      // takes no more than a moment of our workers.
      await sleep(BUSY_MS)
      return addJobs(db, [contact])
    }
    try {
      await work(contact)
    } finally {
      await lock.release()
    }
  }

  function track(job: Promise<void>): Promise<void> {
    underWay.add(job)
    return job.finally(() => underWay.delete(job))
  }

  /** A runner ends when it cannot complete a job (https://github.com/graphile/worker/issues/636): another one begins. */
  async function supervise(runJob: (contact: ContactId) => Promise<void>): Promise<void> {
    for (;;) {
      try {
        runner ??= await startRunner({ ...options, onError }, runJob)
        if (stopping.signal.aborted) await runner.stop()
        await runner.ended
      } catch (error) {
        onError(error)
      }
      runner = null
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      await recall()
    }
  }

  return {
    announce: (trx, contacts) => addJobs(trx, contacts),
    wake: () => {},
    wakeLater: later.in,
    recall,
    async start(work) {
      const runJob = (contact: ContactId) => track(runAlone(contact, work))
      await prepareJobs(options)
      await recall()
      runner = await startRunner({ ...options, onError }, runJob)
      supervision = supervise(runJob)
    },
    async stop() {
      stopping.abort()
      if (recallTimer) clearTimeout(recallTimer)
      await runner?.stop()
      await supervision
      await Promise.allSettled(underWay)
      later.clear()
    },
  }
}
