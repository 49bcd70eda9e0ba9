import { createHmac } from 'node:crypto'

/** `JSON.rawJSON` is in Node since 21 and not yet in TypeScript's library: a number with all its digits. */
const rawJSON = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/** An id that the platform writes as a JSON number, however long it is. */
export function numericId(id: string): unknown {
  return /^[1-9]\d*$/.test(id) ? rawJSON(id) : id
}

/**
 * JSON as Meta puts it on the wire: ASCII only, with `\uXXXX` in lower-case hex, and `/` as `\/`. `more` also escapes
 * `@`, `<` and `%`, as has been seen.
 */
export function toWire(value: unknown, more = false): string {
  const text = JSON.stringify(value).replaceAll('/', '\\/')
  return text.replace(more ? /[\u0080-\uffff@<%]/g : /[\u0080-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** HMAC-SHA256 over the bytes on the wire, keyed with the app secret. */
export function signedHeaders(appSecret: string, body: string): Record<string, string> {
  const mac = createHmac('sha256', appSecret).update(body).digest('hex')
  return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` }
}
