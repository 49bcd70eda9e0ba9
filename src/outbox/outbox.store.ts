import type { Insertable } from 'kysely'
import type { RenderedPart, SendFailure } from '../core/channel.ts'
import { accountOf, type ContactId } from '../core/ids.ts'
import { forRows, insertGiven } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import type { OutboxPurpose, Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'

export type OutboxId = number

/** All answers have a lower one. */
export const BROADCAST_PRIORITY = 10
const PRIORITY: Record<OutboxPurpose, number> = { reply: 0, broadcast: BROADCAST_PRIORITY }
/** A reply that is to go out later must not hold up what is said until then. */
const PRIORITY_OF_HELD = 5
/** So that a statement never takes longer than a few milliseconds: nothing else runs meanwhile on SQLite. */
const MAX_ROWS_A_STATEMENT = 500

/** A message to be sent, as it is put into the outbox. */
export interface NewOutboxRow {
  readonly contact: ContactId
  readonly purpose: OutboxPurpose
  /** Ours, unique: putting the same key in twice changes nothing. */
  readonly key: string
  /** What it is held, released and counted with. */
  readonly batch?: string
  readonly part: RenderedPart
  /** Not to be sent before, UTC ms. */
  readonly dueAt?: number
  /** Not to be sent from then on, UTC ms: set aside then as `window_closed`. */
  readonly usableUntil?: number
  /** Put in as one of those that wait for an allowance (`aside.store.ts`). */
  readonly waitsForQuota?: boolean
}

/** A message that was claimed for sending. */
export interface ClaimedRow {
  readonly id: OutboxId
  readonly contact: ContactId
  readonly purpose: OutboxPurpose
  readonly key: string
  readonly part: RenderedPart
  /** This attempt included. */
  readonly attempts: number
  readonly createdAt: number
}

/** What became of an attempt. */
export type OutboxResult =
  | { readonly id: OutboxId; readonly status: 'sent'; readonly externalId: string | null }
  /** To be tried again at `dueAt`; `refundAttempt` when the attempt was not the message's fault. */
  | {
      readonly id: OutboxId
      readonly status: 'queued'
      readonly dueAt: number
      readonly refundAttempt: boolean
      readonly why: Failure
    }
  | { readonly id: OutboxId; readonly status: 'failed' | 'unknown'; readonly why: Failure }
  /** Not tried for good: it waits until there is more of what it needs (`aside.store.ts`). */
  | { readonly id: OutboxId; readonly status: 'aside'; readonly why: Failure }

/** Under which code messages wait that an allowance was used up for, and those whose window had closed. */
export const ASIDE = { quota: 'quota', windowClosed: 'window_closed' } as const

export interface Failure {
  readonly reason: SendFailure
  readonly code: string
  readonly detail: string
}

type NewRow = Omit<
  Insertable<Schema['outbox']>,
  'id' | 'attempts' | 'external_id' | 'failure' | 'failure_detail' | 'delivered_at' | 'seen_at'
>

const insertNew = forRows<NewRow>(
  {
    account_id: 'text',
    contact_id: 'text',
    purpose: 'text',
    priority: 'integer',
    key: 'text',
    batch: 'text',
    sealed_part: 'bytea',
    status: 'text',
    finished_at: 'bigint',
    failure_code: 'text',
    due_at: 'bigint',
    created_at: 'bigint',
    usable_until: 'bigint',
  },
  (db, given) => insertGiven(db, 'outbox', given).onConflict((oc) => oc.column('key').doNothing()),
)

/** Puts messages into the outbox, due at `now` unless they say when; run it in a transaction for all or none of many. */
export async function insertOutbox(db: Db, sealer: Sealer, rows: readonly NewOutboxRow[], now: number): Promise<void> {
  const sealed = sealedParts(sealer, rows)
  const fresh = rows.map((row) => ({
    account_id: accountOf(row.contact),
    contact_id: row.contact,
    purpose: row.purpose,
    priority: priorityOf(row, now),
    key: row.key,
    batch: row.batch ?? null,
    sealed_part: sealed.get(row.part) as Buffer,
    ...(row.waitsForQuota
      ? { status: 'skipped' as const, finished_at: now, failure_code: ASIDE.quota }
      : { status: 'queued' as const, finished_at: null, failure_code: null }),
    due_at: row.dueAt ?? now,
    created_at: now,
    usable_until: row.usableUntil ?? null,
  }))
  for (let start = 0; start < fresh.length; start += MAX_ROWS_A_STATEMENT)
    await insertNew(db, fresh.slice(start, start + MAX_ROWS_A_STATEMENT))
}

/** What is said to many is sealed once. */
function sealedParts(sealer: Sealer, rows: readonly NewOutboxRow[]): Map<RenderedPart, Buffer> {
  const parts = new Set(rows.map((row) => row.part))
  return new Map(Array.from(parts, (part) => [part, sealer.seal(part)]))
}

function priorityOf({ purpose, dueAt }: NewOutboxRow, now: number): number {
  return purpose === 'reply' && dueAt !== undefined && dueAt > now ? PRIORITY_OF_HELD : PRIORITY[purpose]
}
