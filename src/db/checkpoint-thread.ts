import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import SQLite from 'better-sqlite3'
import { copyLog, copyWholeLog } from './copy-log.ts'

const EVERY_MS = 500

const path: string = workerData
const sqlite = new SQLite(path)
const stop = new AbortController()
parentPort?.once('message', () => stop.abort())

while (!stop.signal.aborted) {
  copyWholeLog(() => copyLog(sqlite))
  await delay(EVERY_MS, undefined, { signal: stop.signal }).catch(() => {})
}
sqlite.close()
