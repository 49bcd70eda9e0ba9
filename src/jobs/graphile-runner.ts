import { EventEmitter, once } from 'node:events'
import { Logger, makeWorkerUtils, run, type WorkerEvents } from 'graphile-worker'
import { z } from 'zod'
import type { ContactId } from '../core/ids.ts'
import { TASK } from './contact-jobs.ts'

const FIRST_FETCH_MS = 5000
/** Jobs fetched at once. More would be quicker still, and would keep work from other processes. */
const FETCH_SIZE = 100
/** One connection listens, the others fetch and complete jobs in batches. */
const POOL_SIZE = 4

export interface RunnerOptions {
  readonly connectionString: string
  /** Jobs under way at once. */
  readonly concurrency: number
  readonly onError: (error: unknown) => void
}

/** graphile-worker, taking up jobs. */
export interface JobRunner {
  /** Settles, either way, when no more jobs are taken up. */
  readonly ended: Promise<void>
  /** Waits for the jobs under way, unless the runner had already ended. */
  stop(): Promise<void>
}

/**
 * Starts graphile-worker on the jobs of contacts. Resolves once it has asked for jobs with success: a runner whose first
 * question fails keeps that failure for ever (`taskIdentifiers.js` of 0.18.0), so such a one is given up.
 */
export async function startRunner(
  options: RunnerOptions,
  runJob: (contact: ContactId) => Promise<void>,
): Promise<JobRunner> {
  const events: WorkerEvents = new EventEmitter()
  const fetched = once(events, 'localQueue:getJobs:complete', { signal: AbortSignal.timeout(FIRST_FETCH_MS) })
  // Whoever waits for it below hears of its failure; until then nobody does, and Node would end the process for that.
  fetched.catch(() => {})
  // A runner that cannot store how a job ended begins to stop, and may never be done with it: the batch that failed keeps
  // the others waiting (`batch` in its `main.js`). It counts as ended at once.
  const failed = once(events, 'pool:fatalError').then(() => {})
  const runner = await run({
    connectionString: options.connectionString,
    maxPoolSize: POOL_SIZE,
    concurrency: options.concurrency,
    // The application stops its parts itself, in order.
    noHandleSignals: true,
    logger: errorLogger(options.onError),
    events,
    parsedCronItems: [],
    taskList: { [TASK]: (payload) => runJob(z.string().parse(payload) as ContactId) },
    preset: {
      worker: {
        localQueue: { size: Math.min(options.concurrency, FETCH_SIZE) },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  const ended = Promise.race([runner.promise, failed])
  // Rejects when the runner has just ended by itself, which is as well.
  const stop = () => Promise.race([runner.stop().catch(() => {}), failed])
  try {
    await fetched
    return { ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Makes sure of graphile-worker's tables and removes jobs that recalls replaced and that nobody will run any more. */
export async function prepareJobs({ connectionString, onError }: RunnerOptions): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString, maxPoolSize: 1, logger: errorLogger(onError) })
  try {
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] })
  } finally {
    await utils.release()
  }
}

function errorLogger(onError: (error: unknown) => void): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') onError(new Error(message))
  })
}
