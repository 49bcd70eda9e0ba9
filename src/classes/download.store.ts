import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassId } from './class.ts'
import './classes.schema.ts'

/** How long a link to a list works. */
export const DOWNLOAD_LASTS_MS = 15 * 60_000

/** Whose link to which class's list it is. */
export interface Download {
  readonly classId: ClassId
  readonly staff: StaffId
  /** UTC ms. */
  readonly expiresAt: number
}

/** A new token for a link: 256 bits of chance. Only its hash is ever stored. */
export function drawDownloadToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Lets a token download a list once, for a quarter of an hour. */
export async function allowDownload(
  db: Db,
  token: string,
  { classId, staff, now }: { classId: ClassId; staff: StaffId; now: number },
): Promise<void> {
  const row = { token_hash: hashOf(token), class_id: classId, staff_id: staff, expires_at: now + DOWNLOAD_LASTS_MS }
  await db.insertInto('class_downloads').values(row).execute()
}

/** What a token may still download; undefined for one that is unknown, used or too old: which, nobody is told. */
export async function findDownload(db: Db, token: string, now: number): Promise<Download | undefined> {
  const row = await db
    .selectFrom('class_downloads')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && downloadOf(row)
}

/** Uses a token up and gives what it was for; undefined when it was used, or ran out, meanwhile. */
export async function useDownload(db: Db, token: string, now: number): Promise<Download | undefined> {
  const row = await db
    .updateTable('class_downloads')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  return row && downloadOf(row)
}

/** Forgets links that have run out. */
export async function forgetOldDownloads(db: Db, now: number): Promise<void> {
  await db.deleteFrom('class_downloads').where('expires_at', '<=', now).execute()
}

function downloadOf(row: Selectable<Schema['class_downloads']>): Download {
  return { classId: row.class_id, staff: row.staff_id, expiresAt: row.expires_at }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
