import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from './core/errors.ts'
import type { Db } from './db/open.ts'
import { createSealer, type Sealer } from './db/seal.ts'
import { keepSetting } from './db/settings.store.ts'

const CANARY = 'data_key_check'

/** The sandbox's data key: made at the first start, kept in `path` for its owner's eyes alone. */
export function sandboxDataKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true })
  try {
    // `wx`: of two processes that start together one makes the key and both read the same.
    writeFileSync(path, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
}

/**
 * The sealer of a data key, once it is known to be the database's own: the first key ever used leaves a sealed word
 * behind, which every later one must open. Throws an `AppError` with the cure.
 */
export async function sealerFor(key: Buffer, db: Db): Promise<Sealer> {
  const sealer = createSealer(key)
  const canary = await keepSetting(db, CANARY, sealer.seal(CANARY).toString('base64'))
  try {
    sealer.open(Buffer.from(canary, 'base64'))
  } catch (cause) {
    throw new AppError(
      'data_key',
      'DATA_KEY is not the key with which this database was begun: set that key again, or use another DATABASE_URL.',
      { cause },
    )
  }
  return sealer
}

/** A key for another purpose than sealing, made of the data key (HKDF, RFC 5869), 32 bytes. */
export function deriveKey(dataKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, '', `gan-dan ${purpose}`, 32))
}
