import type { AccountId, Ids } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { PhoneIndex } from './phone-index.ts'
import { insertPhoneList, type PhoneList } from './phone-list.store.ts'
import type { PhoneRow } from './read-phone-list.ts'
import type { PhoneListId } from './ways.schema.ts'

/** A list as it was read from a file, for an account that can send to phone numbers. */
export interface NewPhoneList {
  readonly account: AccountId
  readonly title: string
  readonly author: string
  readonly columns: readonly string[]
  readonly rows: readonly PhoneRow[]
}

/** Stores the numbers of a list, sealed. */
export async function importPhones(
  {
    db,
    sealer,
    ids,
    phoneIndex,
  }: { readonly db: Db; readonly sealer: Sealer; readonly ids: Ids; readonly phoneIndex: PhoneIndex },
  { account, title, author, columns, rows }: NewPhoneList,
  now: number,
): Promise<PhoneList> {
  const list = { id: ids.next() as PhoneListId, account, title, author, columns, createdAt: now }
  const entries = rows.map(({ row, phone, values }) => ({ contact: phoneIndex(account, phone), row, phone, values }))
  await insertPhoneList(db, sealer, list, entries)
  return { ...list, count: entries.length }
}
