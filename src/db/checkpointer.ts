import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { Db } from './open.ts'

/** 64 MB of 4 kB pages: past it commits copy the log themselves again, should the thread not keep up or have died. */
const LONGEST_LOG_PAGES = 64_000

/**
 * Copies SQLite's write-ahead log into the database in a thread of its own. Commits would do it every 1,000 pages, and
 * wait for the disk several times: webhooks wait with them, and a busy hour has such a commit ten times a second.
 */
export async function startCheckpointer(db: Db, path: string): Promise<AsyncDisposable> {
  await sql`pragma wal_autocheckpoint = ${sql.lit(LONGEST_LOG_PAGES)}`.execute(db)
  const worker = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  })
  // Not `once` of node:events, which would reject when the thread fails, with nobody there to hear it.
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.unref()
  // It only saves time: what it cannot do the commits do.
  worker.on('error', () => {})
  return {
    async [Symbol.asyncDispose]() {
      // Waited for now: without this Node would find nothing left to do and end in the middle of it.
      worker.ref()
      worker.postMessage('stop')
      await ended
    },
  }
}
