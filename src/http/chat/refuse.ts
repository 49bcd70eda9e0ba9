import type { Response } from 'express'
import type { ChatError, ChatTexts } from './texts.ts'

/** When a page may ask again what could not be done now. */
export const RETRY_AFTER_SECONDS = 5

export type Refuse = (response: Response, status: number, error: ChatError, retryAfterSeconds?: number) => void

/** Refuses in words for the person, as JSON: `{error}`. */
export function createRefuse(texts: ChatTexts): Refuse {
  return (response, status, error, retryAfterSeconds) => {
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds))
    response.status(status).json({ error: texts.errors[error] })
  }
}
