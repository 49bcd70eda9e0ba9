import { hash } from 'node:crypto'
import { z } from 'zod'

/**
 * Fields of webhook payloads, read with patience: a field that is missing or of the wrong type reads as null (a list as
 * empty), so that one odd field never costs an event. The defaults stand for what is missing, which is most: they spare
 * zod from describing an error for each.
 */

/** NFC, without what neither JSON nor a database can carry: NUL and halves of characters. */
const cleanText = z.string().transform((value) => value.toWellFormed().replaceAll('\u0000', '').normalize('NFC'))

export const text = cleanText.nullable().catch(null).default(null)

/** A message's id: opaque, and of many forms. Anything longer than any of them would not fit an index. */
export const mid = cleanText.pipe(z.string().min(1).max(500)).nullable().catch(null).default(null)

/** An id as text, though some come as numbers (`app_id`, `sticker_id`); `parseLossless` has saved their digits. */
export const id = z
  .union([z.string(), z.int().transform(String)])
  .pipe(z.string().regex(/^[\w.:-]{1,100}$/))
  .nullable()
  .catch(null)
  .default(null)

/** The last instant that a JavaScript date can hold. */
const LATEST_INSTANT = 8.64e15

/** An instant in UTC ms. The platform means seconds by anything below 1e12, and now and then writes it as text. */
export const instant = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .transform((value) => Math.floor(value < 1e12 ? value * 1000 : value))
  .refine((ms) => ms > 0 && ms <= LATEST_INSTANT)
  .nullable()
  .catch(null)
  .default(null)

export const list = z.array(z.unknown()).catch([]).default([])

/** True only for `true` itself: `"false"` and `1` have been seen. */
export const flag = z.boolean().catch(false).default(false)

/** An object with these fields, or null. */
export function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.object(shape).nullable().catch(null).default(null)
}

/**
 * A key for an event to which the platform gives no id: the same content always has the same key. The time of the
 * surrounding `entry` must stay out of it, since it changes when a delivery is repeated.
 */
export function stableKey(kind: string, parts: readonly (string | number | null)[], content: unknown): string {
  const digest = hash('sha256', String(JSON.stringify(content)), 'base64url').slice(0, 22)
  return [kind.slice(0, 64), ...parts.map((part) => part ?? '-'), digest].join(':')
}
