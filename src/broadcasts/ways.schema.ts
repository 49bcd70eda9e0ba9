import type { PlatformTemplate, Quota } from '../core/channel.ts'
import type { AccountId, ContactId, Id } from '../core/ids.ts'
import type { RunId } from './broadcasts.schema.ts'

export type PhoneListId = Id<'PhoneList'>

/** A template of a platform as it was when last asked for; one that is gone there has no row. */
export interface PlatformTemplateTable {
  account_id: AccountId
  id: string
  title: string
  status: PlatformTemplate['status']
  /** The whole of it (JSON). */
  template: string
  synced_at: number
}

/** What a platform last told of an allowance. */
export interface QuotaTable {
  account_id: AccountId
  quota: Quota
  /** The day or month it was asked in, as `2026-10-05` or `2026-10`: afterwards it says nothing. */
  period: string
  total: number | null
  remaining: number
  asked_at: number
}

/** Messages of a run that were given their share of an allowance and may still use it. */
export interface QuotaReservationTable {
  run_id: RunId
  account_id: AccountId
  quota: Quota
  count: number
}

/** Phone numbers of people who agreed to be written to, for templates by phone. */
export interface PhoneListTable {
  id: PhoneListId
  account_id: AccountId
  title: string
  /** Names of the values each entry has (JSON). */
  columns: string
  author: string
  created_at: number
}

export interface PhoneListEntryTable {
  list_id: PhoneListId
  /** The account and a keyed hash of the number: the same in every list. */
  contact_id: ContactId
  /** In the file it came from. */
  row: number
  sealed_entry: Buffer
}

/**
 * An article on its way to the followers of an account. `sending` is written before the call that sends it: found there
 * after a crash, its fate is unknown and it is never repeated.
 */
export const ARTICLE_STATUSES = [
  'waiting',
  'created',
  'verified',
  'sending',
  'sent',
  'failed',
  'unknown',
  'cancelled',
] as const
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number]
export interface ArticlePostTable {
  run_id: RunId
  account_id: AccountId
  status: ArticleStatus
  /** JSON. */
  article: string
  token: string | null
  article_id: string | null
  message_id: string | null
  next_try_at: number
  changed_at: number
  failure_code: string | null
  failure_detail: string | null
}

declare module '../db/schema.ts' {
  interface Schema {
    platform_templates: PlatformTemplateTable
    quotas: QuotaTable
    quota_reservations: QuotaReservationTable
    phone_lists: PhoneListTable
    phone_list_entries: PhoneListEntryTable
    article_posts: ArticlePostTable
  }
}
