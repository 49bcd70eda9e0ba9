import type { AccountId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { countUsedThisMonth } from './audience.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { RunId } from './broadcasts.schema.ts'
import type { Purse } from './plan-sending.ts'
import { quotaLeft } from './quota.store.ts'

/**
 * What a run may still use up. Counts all that was sent this month, so it is read once for many batches, which hand what
 * is left of it from one to the next.
 */
export async function purseOf(
  db: Db,
  { budgetDong }: Pick<Broadcast, 'budgetDong'>,
  run: RunId,
  accounts: readonly AccountId[],
  now: number,
): Promise<Purse> {
  return {
    freeUsed: await countUsedThisMonth(db, accounts, now),
    quotaLeft: await quotaLeft(db, accounts, now),
    budgetDong: budgetDong - (await spentOn(db, run)),
  }
}

/** What the recipients fixed so far cost, in đồng. */
async function spentOn(db: Db, run: RunId): Promise<number> {
  const row = await db
    .selectFrom('broadcast_recipients')
    .select((eb) => eb.fn.sum<number | string | null>('cost_dong').as('dong'))
    .where('run_id', '=', run)
    .executeTakeFirst()
  return Number(row?.dong ?? 0)
}
