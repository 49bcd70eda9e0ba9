import { createHash, randomBytes } from 'node:crypto'
import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { StaffId } from './member.ts'
import type {} from './staff.schema.ts'

/** The page behind a link: the list of one class, or the console. */
export type PageLinkPurpose = 'class_list' | 'console'

/** Whose link to what it is. */
export interface PageLink {
  readonly purpose: PageLinkPurpose
  /** Which one of that purpose, by its id; null where there is only one. */
  readonly about: string | null
  readonly staff: StaffId
  /** UTC ms. */
  readonly expiresAt: number
}

/** A new token for a link: 256 bits of chance. Only its hash is ever stored. */
export function drawPageToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Lets a token open its page once, until it runs out. */
export async function allowPageLink(
  db: Db,
  token: string,
  { purpose, about, staff, expiresAt }: PageLink,
): Promise<void> {
  const row = { token_hash: hashOf(token), purpose, about, staff_id: staff, expires_at: expiresAt }
  await db.insertInto('staff_page_links').values(row).execute()
}

/** What a token may still open; undefined for one that is unknown, of another purpose, used or too old: which, nobody is told. */
export async function findPageLink(
  db: Db,
  token: string,
  purpose: PageLinkPurpose,
  now: number,
): Promise<PageLink | undefined> {
  const row = await db
    .selectFrom('staff_page_links')
    .selectAll()
    .where(isGood(token, purpose, now))
    .executeTakeFirst()
  return row && pageLinkOf(row)
}

/** Uses a token up and gives what it was for; undefined when it was used, or ran out, meanwhile. */
export async function usePageLink(
  db: Db,
  token: string,
  purpose: PageLinkPurpose,
  now: number,
): Promise<PageLink | undefined> {
  const row = await db
    .updateTable('staff_page_links')
    .set({ used_at: now })
    .where(isGood(token, purpose, now))
    .returningAll()
    .executeTakeFirst()
  return row && pageLinkOf(row)
}

/** Forgets links that have run out. */
export async function forgetOldPageLinks(db: Db, now: number): Promise<void> {
  await db.deleteFrom('staff_page_links').where('expires_at', '<=', now).execute()
}

function isGood(token: string, purpose: PageLinkPurpose, now: number) {
  return (eb: ExpressionBuilder<Schema, 'staff_page_links'>) =>
    eb.and([
      eb('token_hash', '=', hashOf(token)),
      eb('purpose', '=', purpose),
      eb('used_at', 'is', null),
      eb('expires_at', '>', now),
    ])
}

function pageLinkOf(row: Selectable<Schema['staff_page_links']>): PageLink {
  return { purpose: row.purpose, about: row.about, staff: row.staff_id, expiresAt: row.expires_at }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
