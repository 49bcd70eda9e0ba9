import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, makeWorkerUtils, type Runner, run, type WorkerEvents } from 'graphile-worker'
import { z } from 'zod'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { addJobs, TASK } from './contact-jobs.ts'
import type { Locks } from './locks.ts'
import type { WorkQueue } from './work-queue.ts'

/** When a contact whose turn is under way is looked at again. */
const BUSY_MS = 100
const RESTART_MS = 1000
const FIRST_FETCH_MS = 5000
/** How many contacts one recall brings back; what is left comes with the next. */
const RECALL_LIMIT = 1000
/** Jobs fetched at once. More would be quicker still, and would keep work from other processes. */
const FETCH_SIZE = 100
/** Connections of the runner: one listens, the others fetch and complete jobs in batches. */
const POOL_SIZE = 4

export interface PostgresQueueOptions {
  readonly db: Db
  readonly connectionString: string
  readonly locks: Locks
  /** Contacts with waiting events, those who have waited longest first. */
  readonly findWork: (limit: number) => Promise<ContactId[]>
  /** Contacts whose turns this process runs at once. */
  readonly concurrency: number
  readonly onError: (error: unknown) => void
}

/**
 * The queue of any number of processes: graphile-worker's jobs table, one waiting job a contact. A contact's lock keeps
 * two processes off the same contact; losing it does no harm, for a turn is guarded by the contact's version.
 *
 * A killed process leaves its jobs locked (graphile-worker frees them after four hours): `recall` announces their
 * contacts anew, which puts a fresh job beside the locked one.
 */
export function createPostgresQueue(options: PostgresQueueOptions): WorkQueue {
  const { db, locks, onError } = options
  const stopping = new AbortController()
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') onError(new Error(message))
  })
  let runner: Runner | null = null
  let supervision: Promise<void> = Promise.resolve()

  async function recall(): Promise<void> {
    try {
      const contacts = await options.findWork(RECALL_LIMIT)
      if (contacts.length > 0) await addJobs(db, contacts)
    } catch (error) {
      onError(error)
    }
  }

  /**
   * Resolves once the runner has asked for jobs with success. One whose first question fails would fail with the same
   * answer for ever, for graphile-worker keeps it (`taskIdentifiers.js` of 0.18.0); that one is given up.
   */
  async function startRunner(work: (contact: ContactId) => Promise<void>): Promise<Runner> {
    const events: WorkerEvents = new EventEmitter()
    const asked = once(events, 'localQueue:getJobs:complete', { signal: AbortSignal.timeout(FIRST_FETCH_MS) })
    const started = await run({
      connectionString: options.connectionString,
      maxPoolSize: POOL_SIZE,
      concurrency: options.concurrency,
      // The application stops its parts itself, in order.
      noHandleSignals: true,
      logger,
      events,
      parsedCronItems: [],
      taskList: { [TASK]: (payload) => runTurn(payload, work) },
      preset: {
        worker: {
          localQueue: { size: Math.min(options.concurrency, FETCH_SIZE) },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    })
    try {
      await asked
      return started
    } catch (error) {
      await started.stop().catch(() => {})
      throw error
    }
  }

  async function runTurn(payload: unknown, work: (contact: ContactId) => Promise<void>): Promise<void> {
    const contact = z.string().parse(payload) as ContactId
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

  /** graphile-worker's runner ends when storage fails at the wrong moment (graphile/worker issue 636): begin again. */
  async function supervise(work: (contact: ContactId) => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        runner ??= await startRunner(work)
        await runner.promise
      } catch (error) {
        onError(error)
      }
      runner = null
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => {})
      if (!stopping.signal.aborted) await recall()
    }
  }

  return {
    announce: (trx, contacts) => addJobs(trx, contacts),
    wake: () => {},
    recall,
    async start(work) {
      await clearDeadJobs(options.connectionString, logger)
      await recall()
      runner = await startRunner(work)
      supervision = supervise(work)
    },
    async stop() {
      stopping.abort()
      // Rejects when the runner has just ended by itself, which is as well.
      await runner?.stop().catch(() => {})
      await supervision
    },
  }
}

/** Makes sure of graphile-worker's tables and removes jobs that recalls replaced and that nobody will run any more. */
async function clearDeadJobs(connectionString: string, logger: Logger): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString, maxPoolSize: 1, logger })
  try {
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] })
  } finally {
    await utils.release()
  }
}
