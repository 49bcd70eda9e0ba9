import { z } from 'zod'
import { type Minutes, readMinutes } from './vietnam-day.ts'

/** A time of the day as data files write it, `07:30`; read as minutes after midnight. */
export const timeOfDay = z.string().transform((text, context): Minutes => {
  const minutes = readMinutes(text)
  if (minutes !== null) return minutes
  context.addIssue({ code: 'custom', message: 'must be a time such as "07:30"' })
  return z.NEVER
})
