import { shortCodesOf } from '../core/short-code.ts'
import type { Db } from '../db/open.ts'
import { getBroadcastOrThrow } from './broadcast.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { BroadcastId } from './broadcasts.schema.ts'

const LENGTH = 5
/** Older ones are looked at in the console. */
const MAX_LOOKED_AT = 5000

/** By which people call a broadcast in chat: `TB-4K7PQ`. */
export function codeOf(id: BroadcastId): string {
  return shortCodesOf('TB', id, LENGTH)[0]
}

/** The broadcast of a code; undefined when there is none, or more than one, among the newest. */
export async function findBroadcastByCode(db: Db, code: string): Promise<Broadcast | undefined> {
  const rows = await db.selectFrom('broadcasts').select('id').orderBy('id', 'desc').limit(MAX_LOOKED_AT).execute()
  const [id, ...others] = rows.map((row) => row.id).filter((one) => codeOf(one) === code)
  return id === undefined || others.length > 0 ? undefined : getBroadcastOrThrow(db, id)
}
