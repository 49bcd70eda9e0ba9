import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'

/** What a turn about tickets says, and what it does within its transaction. */
export interface SupportTurn {
  readonly messages: readonly Message[]
  /** Each throws when what was decided no longer fits: the turn must then be decided anew. */
  readonly writes: readonly ((trx: Db) => Promise<void>)[]
}
