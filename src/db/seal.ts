import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { AppError } from '../core/errors.ts'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts personal data for storage. */
export interface Sealer {
  seal(value: unknown): Buffer
  /** The value sealed. Throws an `AppError` when the data key is another one or the bytes were changed. */
  open(sealed: Buffer): unknown
}

/**
 * AES-256-GCM (NIST SP 800-38D): one byte of version, 12 of nonce, 16 of tag, then the JSON of the value. A nonce is
 * drawn anew for each value. `key` has 32 bytes.
 */
export function createSealer(key: Buffer): Sealer {
  const nonces = createNonces()
  // A key object: Node would take the bytes too, but prepares them anew each time, at thrice the cost of the encryption.
  const secret = createSecretKey(key)
  return {
    seal(value) {
      const nonce = nonces()
      const cipher = createCipheriv('aes-256-gcm', secret, nonce)
      const body = cipher.update(JSON.stringify(value), 'utf8')
      cipher.final()
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const version = sealed[0]
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
      try {
        if (version !== VERSION) throw new Error(`sealed in the unknown form ${version}`)
        // The length is demanded: Node would take a tag that was cut short, which is easier to forge.
        const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG_BYTES }).setAuthTag(tag)
        const text = decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES), undefined, 'utf8')
        decipher.final()
        return JSON.parse(text)
      } catch (cause) {
        throw new AppError(
          'data_key',
          'Stored data cannot be opened: DATA_KEY is not the key it was sealed with, or the data was damaged.',
          { cause },
        )
      }
    },
  }
}

/** Random nonces, drawn from the system 256 at a time: one system call each would cost as much as the encryption. */
function createNonces(): () => Buffer {
  let pool = Buffer.alloc(0)
  return () => {
    if (pool.length < NONCE_BYTES) pool = randomBytes(NONCE_BYTES * 256)
    const nonce = pool.subarray(0, NONCE_BYTES)
    pool = pool.subarray(NONCE_BYTES)
    return nonce
  }
}
