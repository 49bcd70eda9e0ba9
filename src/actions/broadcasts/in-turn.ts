import { AppError, ChangedMeanwhile } from '../../core/errors.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'

/** A write of a turn that does what was judged possible: when it no longer is, the turn is decided anew. */
export function inTurn(subject: string, work: (trx: Db) => Promise<readonly Message[]>) {
  return async (trx: Db): Promise<readonly Message[]> => {
    try {
      return await work(trx)
    } catch (error) {
      if (error instanceof AppError) throw new ChangedMeanwhile(subject)
      throw error
    }
  }
}
