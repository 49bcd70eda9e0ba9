import { hash } from 'node:crypto'
import { z } from 'zod'
import { cleaned, payloadField } from '../payload-field.ts'

/**
 * Fields of webhook payloads, read with patience: a field that is missing or of the wrong type reads as null (a list as
 * empty), so that one odd field never costs an event. The defaults stand for what is missing, which is most: they spare
 * zod from describing an error for each.
 */

export const text = payloadField((value) => (typeof value === 'string' ? cleaned(value) : null))

/** A message's id: opaque, and of many forms. Anything longer than any of them would not fit an index. */
export const mid = payloadField((value) => {
  const name = typeof value === 'string' ? cleaned(value) : ''
  return name !== '' && name.length <= 500 ? name : null
})

/** An id as text, though some come as numbers (`app_id`, `sticker_id`); `parseLossless` has saved their digits. */
export const id = payloadField((value) => {
  const name = Number.isSafeInteger(value) ? String(value) : value
  return typeof name === 'string' && /^[\w.:-]{1,100}$/.test(name) ? name : null
})

/** The last instant that a JavaScript date can hold. */
const LATEST_INSTANT = 8.64e15

/** An instant in UTC ms. The platform means seconds by anything below 1e12, and now and then writes it as text. */
export const instant = payloadField((value) => {
  const written = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof written !== 'number') return null
  const ms = Math.floor(written < 1e12 ? written * 1000 : written)
  return ms > 0 && ms <= LATEST_INSTANT ? ms : null
})

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
