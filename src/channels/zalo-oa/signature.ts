import { hash, timingSafeEqual } from 'node:crypto'

export interface SignedContent {
  readonly appId: string
  /** The bytes as they came; JSON written anew has another signature. */
  readonly body: Buffer
  /** The body's own `timestamp`, letter for letter. */
  readonly timestamp: string
}

/**
 * Zalo's webhook signature: plain SHA-256 (no HMAC) over app id, body, timestamp and the OA secret key, in this order, as
 * the official SDK (zaloplatform/zalo-java-sdk, `MacUtils`) computes it.
 */
export function macOf(content: SignedContent, oaSecretKey: string): Buffer {
  const signed = [Buffer.from(content.appId), content.body, Buffer.from(content.timestamp), Buffer.from(oaSecretKey)]
  return hash('sha256', Buffer.concat(signed), 'buffer')
}

/** Reads `X-ZEvent-Signature: mac=<64 hex digits>`; null when it holds no such digest. `mac=` and letter case are optional. */
export function readSignatureHeader(header: string | readonly string[] | undefined): Buffer | null {
  const text = typeof header === 'string' ? header : header?.[0]
  const hex = /^\s*(?:mac\s*=)?\s*([0-9a-f]{64})\s*$/i.exec(text ?? '')?.[1]
  return hex === undefined ? null : Buffer.from(hex, 'hex')
}

/** Compared in constant time. */
export function isSignedWith(oaSecretKey: string, content: SignedContent, mac: Buffer): boolean {
  return timingSafeEqual(macOf(content, oaSecretKey), mac)
}
