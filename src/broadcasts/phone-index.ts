import { createHmac } from 'node:crypto'
import { type AccountId, type ContactId, contactIdOf } from '../core/ids.ts'

/** Whom a phone number of a list stands for: the same in every list, and nobody without the key can try numbers on it. */
export type PhoneIndex = (account: AccountId, phone: string) => ContactId

/** `key` has 32 bytes and is used for nothing else. */
export function createPhoneIndex(key: Buffer): PhoneIndex {
  return (account, phone) =>
    contactIdOf(account, `phone-${createHmac('sha256', key).update(phone).digest('base64url').slice(0, 22)}`)
}
