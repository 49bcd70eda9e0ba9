import type { StoredTokens, TokenPair, TokenStore } from '../../../src/channels/zalo-oa/token-store.ts'
import type { AccountId } from '../../../src/core/ids.ts'

/** A token store for one test: several keepers on it are as several processes on one database. */
export class MemoryTokenStore implements TokenStore {
  stored: StoredTokens | null = null
  /** Saves that fail before one succeeds. */
  failingSaves = 0
  /** What was asked of it, in order. */
  readonly steps: string[] = []
  leases = 0
  #lease: Promise<unknown> = Promise.resolve()

  async load(_account: AccountId): Promise<StoredTokens | null> {
    return this.stored
  }

  async save(_account: AccountId, pair: TokenPair): Promise<void> {
    if (this.failingSaves > 0) {
      this.failingSaves--
      throw new Error('disk full')
    }
    this.steps.push(`save ${pair.accessToken}`)
    this.stored = { ...pair, deadReason: null }
  }

  async markDead(_account: AccountId, reason: string): Promise<void> {
    this.steps.push(`dead ${reason}`)
    if (this.stored) this.stored = { ...this.stored, deadReason: reason }
  }

  exclusively<Result>(_account: AccountId, work: () => Promise<Result>): Promise<Result> {
    this.leases++
    const turn = this.#lease.then(work)
    this.#lease = turn.catch(() => null)
    return turn
  }
}
