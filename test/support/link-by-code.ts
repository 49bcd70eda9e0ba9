import type { Db } from '../../src/db/open.ts'
import type { Sealer } from '../../src/db/seal.ts'
import { type LinkOutcome, type LinkTry, prepareLink } from '../../src/staff/link.ts'

/** Links a contact to the member whose code they wrote, as their turn does. Run it in a transaction. */
export async function linkByCode(trx: Db, sealer: Sealer, attempt: LinkTry): Promise<LinkOutcome> {
  const { outcome, write } = await prepareLink(trx, sealer, attempt)
  await write(trx)
  return outcome
}
