import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs short values that a browser keeps for us, so that it cannot make them up. */
export interface Signer {
  sign(value: string): string
  /** The value that was signed, or null when the signature is missing or wrong. */
  verify(signed: string): string | null
}

/** HMAC-SHA256. `purpose` parts the uses of one key: what was signed for one is worthless for another. */
export function createSigner(key: Buffer, purpose: string): Signer {
  const macOf = (value: string) => createHmac('sha256', key).update(`${purpose} ${value}`).digest('base64url')
  return {
    sign: (value) => `${value}.${macOf(value)}`,
    verify(signed) {
      const dot = signed.lastIndexOf('.')
      const value = signed.slice(0, Math.max(dot, 0))
      return isSameText(signed.slice(dot + 1), macOf(value)) ? value : null
    },
  }
}

/** Compares in a time that does not tell where the texts differ. */
function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
