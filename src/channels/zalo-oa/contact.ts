import { type ContactId, platformUserIdOf } from '../../core/ids.ts'

export type Recipient =
  | { readonly user_id: string }
  /** A visitor without an account: both ids are needed to answer, so both make the contact. */
  | { readonly anonymous_id: string; readonly conversation_id: string }

/** The user part of an anonymous visitor's `ContactId`. */
export function anonymousUserId(anonymousId: string, conversationId: string): string {
  return `anon:${anonymousId}:${conversationId}`
}

/** Whom a call must name to reach the contact. */
export function recipientOf(contact: ContactId): Recipient {
  const userId = platformUserIdOf(contact)
  const [, anonymousId, conversationId] = /^anon:([^:]+):(.+)$/.exec(userId) ?? []
  return anonymousId && conversationId
    ? { anonymous_id: anonymousId, conversation_id: conversationId }
    : { user_id: userId }
}

/** Whether it is somebody without a Zalo account, who can be answered for a while and not found again. */
export function isAnonymous(recipient: Recipient): boolean {
  return 'anonymous_id' in recipient
}
