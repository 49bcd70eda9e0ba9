import { z } from 'zod'

/**
 * A field of a platform's payload as `read` gives it: null when it is missing or `read` makes nothing of it, so that one
 * odd field never costs an event. One step where zod's own parts would take five, and a codec because a `transform` leaves
 * a function behind in V8's old generation at every reading, and with it the whole payload until the next full collection.
 */
export function payloadField<Value>(read: (value: unknown) => Value | null) {
  return z.codec(z.unknown(), z.custom<Value | null>(), { decode: read, encode: (value) => value }).default(null)
}

/** NFC, without what neither JSON nor a database can carry: NUL and halves of characters. */
export function cleaned(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '').normalize('NFC')
}
