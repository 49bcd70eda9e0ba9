import type { Generated } from 'kysely'
import type { AccountId, ContactId, Id } from '../core/ids.ts'

/** Instants are UTC milliseconds. A `sealed…` column holds personal data, encrypted with the data key (`db/seal.ts`). */
export interface Schema {
  inbox: InboxTable
  contacts: ContactTable
  outbox: OutboxTable
  outbox_holds: OutboxHoldTable
  sending_accounts: SendingAccountTable
  support_requests: SupportRequestTable
  zalo_tokens: ZaloTokenTable
  settings: SettingTable
  audit_log: AuditTable
}

/** Every webhook event that was acknowledged. */
interface InboxTable {
  id: Generated<number>
  account_id: AccountId
  contact_id: ContactId | null
  /** The platform's id of the event: unique within the account, so a second delivery changes nothing. */
  external_id: string
  type: string
  sealed_event: Buffer
  sent_at: number
  received_at: number
  /** null while a turn is due. Events that need none are stored as handled. */
  handled_at: number | null
  /** How often a turn on it has failed. */
  attempts: Generated<number>
  /** Code of the failure for which it was set aside; null for the others. */
  failure: string | null
}

/** A person on one account, with the state of their conversation. */
interface ContactTable {
  id: ContactId
  account_id: AccountId
  /** Raised by each turn; a turn that finds another number than it read is done anew. */
  version: number
  sealed_state: Buffer
  opted_out_at: number | null
  muted_until: number | null
  first_seen_at: number
  last_event_at: number
}

export type OutboxStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped'
/** A reply is sent at least once, a broadcast message at most once (law 5). */
export type OutboxPurpose = 'reply' | 'broadcast'

/** One call to a platform for one person. */
interface OutboxTable {
  id: Generated<number>
  account_id: AccountId
  contact_id: ContactId
  purpose: OutboxPurpose
  /** Lower goes first: replies before broadcasts. */
  priority: number
  /** Our key of the message; unique, so that nothing is put in twice. */
  key: string
  /** The broadcast run it belongs to, as `b12`; null for replies. */
  batch: string | null
  sealed_part: Buffer
  status: OutboxStatus
  attempts: Generated<number>
  due_at: number
  created_at: number
  finished_at: number | null
  external_id: string | null
  failure: string | null
  failure_code: string | null
  failure_detail: string | null
  /** Of a broadcast's message, when the platform told that it arrived. */
  delivered_at: number | null
  /** … and that it was read. */
  seen_at: number | null
  /** Not to be sent from then on, UTC ms: the window that it was planned for is over. */
  usable_until: number | null
}

/** What is not to be sent of a batch though it stands in line: for the time being (`held`) or ever. */
interface OutboxHoldTable {
  batch: string
  why: 'held' | 'cancelled' | 'too_late'
}

/** When something was last sent for an account, to within two seconds: outlives the process that sent it. */
interface SendingAccountTable {
  account_id: AccountId
  at: number
}

export type SupportRequestId = Id<'SupportRequest'>

/** Someone asked for a person; `support/support.schema.ts` adds its course. */
export interface SupportRequestTable {
  id: SupportRequestId
  contact_id: ContactId
  account_id: AccountId
  sealed_question: Buffer | null
  created_at: number
  closed_at: number | null
}

/** The living token pair of an OA; survives restarts, for the first pair of the settings is used up at the first refresh. */
interface ZaloTokenTable {
  account_id: AccountId
  sealed_pair: Buffer
  expires_at: number
  refreshed_at: number
  /** Hash of the settings' refresh token from which this pair descends. */
  seed: string
  /** Why the pair is beyond repair; null while it lives. */
  dead_reason: string | null
}

interface SettingTable {
  name: string
  value: string
}

interface AuditTable {
  id: Generated<number>
  at: number
  actor: string
  action: string
  subject: string
  detail: string | null
}
