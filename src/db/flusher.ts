import { open } from 'node:fs/promises'
import { Batcher } from '../core/batcher.ts'

/** Makes what was committed outlive a loss of power. */
export interface Flusher extends AsyncDisposable {
  /** Resolves once all that was committed before the call is on disk; rejects when the disk fails. */
  flush(): Promise<void>
}

/** Callers that are served by one sync at most; the rest wait for the next. */
const MAX_CALLERS = 10_000

/**
 * A flusher for the SQLite database at `path`, which must be open: it syncs the write-ahead log, as `synchronous = FULL`
 * does within each commit (https://www.sqlite.org/pragma.html#pragma_synchronous), but in a thread of its own. A slow disk
 * then keeps waiting who needs it, and nobody else; and those who come while a sync is under way share the next.
 */
export async function openFlusher(path: string): Promise<Flusher> {
  // SQLite keeps no lock on this file, so closing it takes none away.
  const log = await open(`${path}-wal`, 'r+')
  const syncs = new Batcher<null, void>(
    async (callers) => {
      await log.datasync()
      return callers.map(() => undefined)
    },
    { maxBatch: MAX_CALLERS },
  )
  return { flush: () => syncs.add(null), [Symbol.asyncDispose]: () => log.close() }
}
