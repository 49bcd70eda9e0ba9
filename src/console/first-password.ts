import { randomInt } from 'node:crypto'
import type { Db } from '../db/open.ts'
import { findSetting, keepSetting } from '../db/settings.store.ts'
import { ADMIN_PASSWORD_SETTING } from './admin-password.ts'
import { hashPassword } from './password.ts'

/** No letters or digits that are taken for one another when read aloud or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 16

/**
 * Makes the sandbox's admin password at the first start and keeps its hash. Gives the password that one time, for the
 * operator to be told; null when there is one already.
 */
export async function makeFirstPassword(db: Db): Promise<string | null> {
  if ((await findSetting(db, ADMIN_PASSWORD_SETTING)) !== undefined) return null
  const password = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  const hash = await hashPassword(password)
  // Of two processes that start together, the one whose hash was kept tells its password.
  return (await keepSetting(db, ADMIN_PASSWORD_SETTING, hash)) === hash ? password : null
}
