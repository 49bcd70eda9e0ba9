import type { ContactId } from '../core/ids.ts'

/** A person who allowed paid announcements in the platform's own dialog; without a row they did not, or took it back. */
export interface PaidConsentTable {
  contact_id: ContactId
  /** What the platform wants to see with each paid message. */
  sealed_token: Buffer
  granted_at: number
  /** null: it holds until it is taken back. */
  expires_at: number | null
  /** When a paid message to the person was last put in. */
  used_at: number | null
}

declare module '../db/schema.ts' {
  interface Schema {
    paid_consents: PaidConsentTable
  }
}
