import type { MessengerAccount } from './settings.ts'
import { sameSecret } from './signature.ts'

/** The query of a call, its names with their dots. Some frameworks make objects of them; such a query is refused. */
export type VerificationQuery = Readonly<Record<string, unknown>>

/**
 * Answers the handshake with which Meta checks the webhook address: the challenge, to be sent back as plain text, or
 * null (403) when no account has this verify token.
 */
export function verifySubscription(query: VerificationQuery, accounts: readonly MessengerAccount[]): string | null {
  const token = query['hub.verify_token']
  const challenge = query['hub.challenge']
  if (query['hub.mode'] !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return null
  return accounts.some((account) => sameSecret(token, account.verifyToken)) ? challenge : null
}
