import { AppError, ChangedMeanwhile } from '../../core/errors.ts'
import type { Db } from '../../db/open.ts'
import type { Write } from '../../engine/action.ts'

/** A write of a turn that does what was judged possible: when it no longer is, the turn is decided anew. */
export function inTurn(subject: string, work: (trx: Db) => Promise<Awaited<ReturnType<Write>>>): Write {
  return async (trx) => {
    try {
      return await work(trx)
    } catch (error) {
      if (error instanceof AppError) throw new ChangedMeanwhile(subject)
      throw error
    }
  }
}
