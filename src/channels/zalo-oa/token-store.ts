import { createHash } from 'node:crypto'
import type { AccountId } from '../../core/ids.ts'
import type { ZaloAccount } from './settings.ts'
import { ACCESS_TOKEN_LIFE_SECONDS } from './token-refresh.ts'

/** An access token (25 hours) and the refresh token that gets the next pair, once. Instants are UTC ms. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly refreshedAt: number
  readonly expiresAt: number
  /** Hash of the refresh token in the settings from which this line of pairs began. */
  readonly seed: string
}

export interface StoredTokens extends TokenPair {
  /** Why the line of pairs ended; null while it lives. */
  readonly deadReason: string | null
}

/** Where pairs are kept, shared by all processes. */
export interface TokenStore {
  load(account: AccountId): Promise<StoredTokens | null>
  /** Durable when it resolves. What is saved is alive: an earlier `deadReason` goes. */
  save(account: AccountId, pair: TokenPair): Promise<void>
  markDead(account: AccountId, reason: string): Promise<void>
  /** Runs `work` alone over all processes, however long its refreshes take; rejects when that cannot be had. */
  exclusively<Result>(account: AccountId, work: () => Promise<Result>): Promise<Result>
}

/**
 * The pair of the settings, as it begins a line. Its age is not known: it is taken for new, and should its access token be
 * older than that, Zalo's refusal gets it renewed.
 */
export function firstPairOf({ initialTokens }: ZaloAccount, now: number): TokenPair | null {
  if (initialTokens === null) return null
  const expiresAt = now + ACCESS_TOKEN_LIFE_SECONDS * 1000
  return { ...initialTokens, refreshedAt: now, expiresAt, seed: seedOf(initialTokens.refreshToken) }
}

/** A stored pair beats the settings' until it has died and the settings hold another pair than the one it came from. */
export function isReplaced(stored: StoredTokens, { initialTokens }: ZaloAccount): boolean {
  return stored.deadReason !== null && initialTokens !== null && seedOf(initialTokens.refreshToken) !== stored.seed
}

function seedOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex')
}
