import type { AccountId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/** How much of something there is, and since when the oldest of it (UTC ms, null without any). */
export interface Backlog {
  readonly count: number
  readonly oldest: number | null
}

export interface TokenRow {
  readonly expiresAt: number
  readonly dead: boolean
}

/** Where things stand, by account. */
export interface Overview {
  /** Events whose turn is due. */
  readonly events: ReadonlyMap<AccountId, Backlog>
  readonly messages: ReadonlyMap<AccountId, Backlog>
  readonly deadLetters: ReadonlyMap<AccountId, Backlog>
  readonly tokens: ReadonlyMap<AccountId, TokenRow>
  /** Events that were set aside because no turn on them came to an end. */
  readonly setAside: number
  readonly openRequests: number
}

export async function readOverview(db: Db): Promise<Overview> {
  const [events, messages, deadLetters, tokens, setAside, requests] = await Promise.all([
    db
      .selectFrom('inbox')
      .select((eb) => ['account_id', eb.fn.countAll<number>().as('count'), eb.fn.min('received_at').as('oldest')])
      .where('handled_at', 'is', null)
      .groupBy('account_id')
      .execute(),
    countOutbox(db, ['queued', 'sending']),
    countOutbox(db, ['failed', 'unknown']),
    db.selectFrom('zalo_tokens').select(['account_id', 'expires_at', 'dead_reason']).execute(),
    db
      .selectFrom('inbox')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('failure', 'is not', null)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('support_requests')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('closed_at', 'is', null)
      .executeTakeFirstOrThrow(),
  ])
  return {
    events: byAccount(events),
    messages: byAccount(messages),
    deadLetters: byAccount(deadLetters),
    tokens: new Map(
      tokens.map((row) => [row.account_id, { expiresAt: row.expires_at, dead: row.dead_reason !== null }]),
    ),
    setAside: Number(setAside.count),
    openRequests: Number(requests.count),
  }
}

function countOutbox(db: Db, statuses: readonly ('queued' | 'sending' | 'failed' | 'unknown')[]) {
  return db
    .selectFrom('outbox')
    .select((eb) => ['account_id', eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('oldest')])
    .where('status', 'in', statuses)
    .groupBy('account_id')
    .execute()
}

function byAccount(
  rows: readonly { account_id: AccountId; count: number; oldest: number | null }[],
): Map<AccountId, Backlog> {
  return new Map(
    rows.map((row) => [
      row.account_id,
      { count: Number(row.count), oldest: row.oldest === null ? null : Number(row.oldest) },
    ]),
  )
}

/** All accounts together. */
export function sumOf(backlogs: ReadonlyMap<AccountId, Backlog>): Backlog {
  const all = [...backlogs.values()]
  const starts = all.map((backlog) => backlog.oldest).filter((oldest) => oldest !== null)
  return {
    count: all.reduce((sum, backlog) => sum + backlog.count, 0),
    oldest: starts.length > 0 ? Math.min(...starts) : null,
  }
}
