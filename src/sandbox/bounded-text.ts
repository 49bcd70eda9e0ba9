import { z } from 'zod'

/** A non-empty text of at most `max` code points of its NFC form, as both platforms count. */
export function chars(max: number) {
  return z.string().check((context) => {
    const text = context.value.normalize('NFC')
    if (text.trim() === '') context.issues.push({ code: 'custom', message: 'is empty', input: context.value })
    else if (text.length > max && Array.from(text).length > max)
      context.issues.push({ code: 'too_big', maximum: max, origin: 'string', input: context.value })
  })
}
