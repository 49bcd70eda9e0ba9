import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import SQLite from 'better-sqlite3'

const EVERY_MS = 500
/** What was written while the log was copied is copied at once too: only an empty log begins anew instead of growing. */
const MAX_PASSES = 10

const path: string = workerData
const sqlite = new SQLite(path)
const stop = new AbortController()
parentPort?.once('message', () => stop.abort())

while (!stop.signal.aborted) {
  for (let pass = 0; pass < MAX_PASSES && !copyLog(); pass++);
  await delay(EVERY_MS, undefined, { signal: stop.signal }).catch(() => {})
}
sqlite.close()

/** Whether all of the log is now in the database. Passive: it waits for nobody, and nobody for it. */
function copyLog(): boolean {
  const progress = sqlite.prepare<[], { log: number; checkpointed: number }>('pragma wal_checkpoint(passive)').get()
  return progress?.log === progress?.checkpointed
}
