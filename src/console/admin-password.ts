import { createHmac } from 'node:crypto'
import type { Db } from '../db/open.ts'
import { findSetting } from '../db/settings.store.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** The setting that holds the admin's password as `hashPassword` gives it. */
export const ADMIN_PASSWORD_SETTING = 'console.admin_password'

/** The admin's password: the one of the settings where it is given, else the one stored in the database. */
export interface AdminPassword {
  /** With neither nobody gets in. */
  isRight(password: string): Promise<boolean>
  /** Another for each password, telling nothing of it: a session bears the mark of the one that began it. */
  mark(): Promise<string>
}

/** `key`: 32 bytes, the same in all processes. */
export function createAdminPassword(db: Db, given: string | null, key: Buffer): AdminPassword {
  // Hashed too, so that both ways take the same time and the comparison leaks nothing.
  const hashed = given === null ? null : hashPassword(given)
  return {
    async isRight(password) {
      const stored = hashed === null ? await findSetting(db, ADMIN_PASSWORD_SETTING) : await hashed
      return stored !== undefined && (await verifyPassword(password, stored))
    },
    async mark() {
      // Not of the hash where the password itself is given: each process and each start has another.
      const secret = given?.normalize('NFC') ?? (await findSetting(db, ADMIN_PASSWORD_SETTING)) ?? ''
      return createHmac('sha256', key).update(`console password ${secret}`).digest('base64url')
    },
  }
}
