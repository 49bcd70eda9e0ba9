import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** The value of `X-Hub-Signature-256`: HMAC-SHA256 of the raw body (never of re-serialised JSON) with the app secret. */
export function signatureOf(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}

/**
 * Proves to the Graph API that the caller holds the app's secret: hex HMAC-SHA256 of the access token. Calls without it
 * are refused when the app has "Require app secret" switched on.
 */
export function appSecretProof(accessToken: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(accessToken).digest('hex')
}

/** Compares in a time that tells nothing about where, or whether in length, the two differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected))
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
