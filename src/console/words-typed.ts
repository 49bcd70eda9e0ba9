import type { Request } from 'express'
import { isSameOrigin } from '../http/browser/same-origin.ts'
import { formField } from './guard.ts'

/** The fields into which people write sentences. */
const FIELDS = ['text', 'why'] as const

/**
 * What somebody wrote into a form that was refused, for them to copy; null where nothing was, or another site sent it: its
 * words are not to be read on our page.
 */
export function wordsTyped(request: Request, publicUrl: string): string | null {
  if (!isSameOrigin(request, publicUrl)) return null
  const words = FIELDS.map((name) => (formField(request, name) ?? '').trim()).filter((said) => said !== '')
  return words.length === 0 ? null : words.join('\n\n')
}
