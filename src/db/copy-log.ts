import type SQLite from 'better-sqlite3'

/** How many pages SQLite's log held as a pass began, and how many of them are in the database now. */
export interface LogProgress {
  readonly log: number
  readonly checkpointed: number
}

/** Each pass copies what was written during the one before. */
const MAX_PASSES = 10

/** A pass that waits for nobody, and nobody for it. */
export function copyLog(sqlite: SQLite.Database): LogProgress {
  const progress = sqlite.prepare<[], LogProgress>('pragma wal_checkpoint(passive)').get()
  return progress ?? { log: 0, checkpointed: 0 }
}

/**
 * Copies until a pass finds no more in the log than the one before: only a log that is copied whole begins anew with the
 * next commit. Else it grows, and what is written to the end of a growing file waits longest for the disk.
 */
export function copyWholeLog(copy: () => LogProgress): void {
  let length: number | null = null
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { log, checkpointed } = copy()
    if (log === checkpointed && log === length) return
    length = log
  }
}
