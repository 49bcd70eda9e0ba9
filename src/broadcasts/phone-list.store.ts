import type { Insertable } from 'kysely'
import { AppError } from '../core/errors.ts'
import { type AccountId, accountOf, type ContactId } from '../core/ids.ts'
import { insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { PhoneListEntryTable, PhoneListId } from './ways.schema.ts'

/** Seven parameters or fewer a row: far below what both engines take in a statement. */
const MAX_ROWS_A_STATEMENT = 500

/** Somebody who agreed to be written to at a phone number. */
export interface PhoneEntry {
  /** The account and a keyed hash of the number. */
  readonly contact: ContactId
  /** Of the file it came from, from 1. */
  readonly row: number
  /** `84…`, digits alone. */
  readonly phone: string
  /** By the name of the column. */
  readonly values: Readonly<Record<string, string>>
}

export interface PhoneList {
  readonly id: PhoneListId
  readonly account: AccountId
  readonly title: string
  /** Names of the values that each entry has. */
  readonly columns: readonly string[]
  readonly author: string
  readonly createdAt: number
  readonly count: number
}

/** Stores a list whole, with its line in the audit log. */
export async function insertPhoneList(
  db: Db,
  sealer: Sealer,
  list: Omit<PhoneList, 'count'>,
  entries: readonly PhoneEntry[],
): Promise<void> {
  const { id, account, title, columns, author, createdAt } = list
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('phone_lists')
      .values({ id, account_id: account, title, columns: JSON.stringify(columns), author, created_at: createdAt })
      .execute()
    const rows = entries.map(
      ({ contact, row, phone, values }): Insertable<PhoneListEntryTable> => ({
        list_id: id,
        contact_id: contact,
        row,
        sealed_entry: sealer.seal({ phone, values }),
      }),
    )
    for (let at = 0; at < rows.length; at += MAX_ROWS_A_STATEMENT)
      await trx
        .insertInto('phone_list_entries')
        .values(rows.slice(at, at + MAX_ROWS_A_STATEMENT))
        .execute()
    const detail = `${entries.length} numbers`
    await insertAudit(trx, {
      at: createdAt,
      actor: author,
      action: 'phone_list_imported',
      subject: `phones:${id}`,
      detail,
    })
  })
}

/** Takes a list and its numbers out of storage. Throws an `AppError` when there is none. */
export async function deletePhoneList(db: Db, id: PhoneListId, actor: string, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('phone_list_entries').where('list_id', '=', id).execute()
    const { numDeletedRows } = await trx.deleteFrom('phone_lists').where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n)
      throw new AppError('no_phone_list', `There is no list of phones ${id}: "broadcasts phones list" shows them.`)
    await insertAudit(trx, { at: now, actor, action: 'phone_list_deleted', subject: `phones:${id}` })
  })
}

/**
 * Takes somebody who takes their consent back out of all lists of an account, with what was or is still to be sent to
 * their number; gives of how many lists. `contact` stands for the number (`PhoneIndex`).
 */
export async function forgetPhone(db: Db, contact: ContactId, actor: string, now: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('phone_list_entries')
      .where('contact_id', '=', contact)
      .executeTakeFirst()
    await trx.deleteFrom('outbox').where('contact_id', '=', contact).execute()
    const lists = Number(numDeletedRows)
    const detail = `${lists} lists`
    await insertAudit(trx, {
      at: now,
      actor,
      action: 'phone_forgotten',
      subject: `account:${accountOf(contact)}`,
      detail,
    })
    return lists
  })
}

/** All lists, the newest first. */
export async function listPhoneLists(db: Db): Promise<PhoneList[]> {
  const rows = await db
    .selectFrom('phone_lists')
    .selectAll()
    .select(({ selectFrom }) =>
      selectFrom('phone_list_entries')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .whereRef('phone_list_entries.list_id', '=', 'phone_lists.id')
        .as('count'),
    )
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    account: row.account_id,
    title: row.title,
    columns: JSON.parse(row.columns) as string[],
    author: row.author,
    createdAt: row.created_at,
    count: Number(row.count),
  }))
}

/** Entries of a list in the order of their hashes, from behind `after`. */
export async function pageOfEntries(
  db: Db,
  sealer: Sealer,
  list: PhoneListId,
  { after, limit }: { readonly after: ContactId | null; readonly limit: number },
): Promise<PhoneEntry[]> {
  const rows = await db
    .selectFrom('phone_list_entries')
    .selectAll()
    .where('list_id', '=', list)
    .$if(after !== null, (query) => query.where('contact_id', '>', after as ContactId))
    .orderBy('contact_id')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const { phone, values } = sealer.open(row.sealed_entry) as Pick<PhoneEntry, 'phone' | 'values'>
    return { contact: row.contact_id, row: row.row, phone, values }
  })
}

/** All entries of a list that are of an account, as its file had them. */
export async function listEntries(
  db: Db,
  sealer: Sealer,
  list: PhoneListId,
  account: AccountId,
): Promise<PhoneEntry[]> {
  const entries = await pageOfEntries(db, sealer, list, { after: null, limit: Number.MAX_SAFE_INTEGER })
  return entries.filter(({ contact }) => accountOf(contact) === account).sort((a, b) => a.row - b.row)
}
