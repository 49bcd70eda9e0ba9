import type { Db } from '../db/open.ts'
import { findSetting } from '../db/settings.store.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** The setting that holds the admin's password as `hashPassword` gives it. */
export const ADMIN_PASSWORD_SETTING = 'console.admin_password'

/**
 * Tells whether a password is the admin's: the one of the settings where it is given, else the one stored in the database.
 * With neither nobody gets in.
 */
export function createPasswordCheck(db: Db, given: string | null): (password: string) => Promise<boolean> {
  // Hashed too, so that both ways take the same time and the comparison leaks nothing.
  const hashed = given === null ? null : hashPassword(given)
  return async (password) => {
    const stored = hashed === null ? await findSetting(db, ADMIN_PASSWORD_SETTING) : await hashed
    return stored !== undefined && (await verifyPassword(password, stored))
  }
}
