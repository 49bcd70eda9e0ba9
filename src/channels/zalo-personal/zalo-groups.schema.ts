import type { RunId } from '../../broadcasts/broadcasts.schema.ts'

/** `none`: never logged in, or forgotten; `logged_out`: was, and somebody has to log in anew. */
export type AccountStatus = 'none' | 'ready' | 'logged_out'
/** Why it is logged out or stopped posting by itself. */
export type AccountReason = 'expired' | 'taken_over' | 'failures'

/** The one personal account that posts into groups; a single row. */
export interface ZaloGroupAccountTable {
  id: 'main'
  /** Cookies, imei and user agent; null while there are none. */
  sealed_session: Buffer | null
  status: AccountStatus
  reason: AccountReason | null
  /** 1 while an officer lets it post. */
  posting: number
  /** Raised by each login, so that a connection of an older one is given up. */
  login_number: number
  next_post_at: number
  /** How far a login by QR is, while one is under way or just failed. */
  sealed_login: Buffer | null
  /** Until when that is worth showing. */
  login_until: number
}

/** A group the account is in. */
export interface ZaloGroupTable {
  group_id: string
  sealed_name: Buffer
  members: number
  /** Official code of the commune whose announcements it gets; null: none. */
  commune: string | null
  seen_at: number
  /** The account is no longer in it. */
  gone_at: number | null
}

/** `posting`: recorded before the call; one that stays so was cut off by a crash and becomes `unknown`. */
export type PostStatus = 'posting' | 'posted' | 'failed' | 'unknown'

/** An announcement's run in one group: at most one post, ever. */
export interface ZaloGroupPostTable {
  run_id: RunId
  group_id: string
  status: PostStatus
  attempted_at: number
  finished_at: number | null
  message_id: string | null
  failure_code: string | null
}

declare module '../../db/schema.ts' {
  interface Schema {
    zalo_group_account: ZaloGroupAccountTable
    zalo_groups: ZaloGroupTable
    zalo_group_posts: ZaloGroupPostTable
  }
}
