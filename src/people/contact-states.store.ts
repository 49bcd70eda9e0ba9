import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'

const BATCH = 500

/** The stored state of everybody's conversation, opened, a batch at a time: memory does not grow with the people. */
export async function* contactStates(db: Db, sealer: Sealer, batch = BATCH): AsyncGenerator<unknown> {
  let last = '' as ContactId
  for (;;) {
    const rows = await db
      .selectFrom('contacts')
      .select(['id', 'sealed_state'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(batch)
      .execute()
    for (const row of rows) yield sealer.open(row.sealed_state)
    const end = rows.at(-1)
    if (!end || rows.length < batch) return
    last = end.id
  }
}
