import type { Db } from '../db/open.ts'

const PREFIX = 'console.ended_session.'

/** Ends a session before its time: its cookie is refused from now on. `expiresAt` (UTC ms) is when it may be forgotten. */
export async function endSession(db: Db, id: string, expiresAt: number, now: number): Promise<void> {
  await db
    .deleteFrom('settings')
    .where('name', 'like', `${PREFIX}%`)
    // Milliseconds have 13 digits until the year 2286: as texts they sort like numbers.
    .where('value', '<', String(now))
    .execute()
  await db
    .insertInto('settings')
    .values({ name: PREFIX + id, value: String(expiresAt) })
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
}

export async function isSessionEnded(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('settings')
    .select('name')
    .where('name', '=', PREFIX + id)
    .executeTakeFirst()
  return row !== undefined
}
