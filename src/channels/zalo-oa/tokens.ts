import type { TokenRenewal } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import type { AccountId } from '../../core/ids.ts'
import type { ZaloAccount } from './settings.ts'
import type { RefreshTokens } from './token-refresh.ts'
import { firstPairOf, isReplaced, type StoredTokens, type TokenPair, type TokenStore } from './token-store.ts'

export interface WarningLog {
  warn(fields: object, message: string): void
}

export interface TokenAge {
  readonly account: AccountId
  /** UTC ms. */
  readonly refreshedAt: number
  readonly expiresAt: number
  /** Zalo refuses to renew it: an administrator must consent again. */
  readonly isDead: boolean
}

export interface KeeperParts {
  readonly store: TokenStore
  readonly refresh: RefreshTokens
  readonly clock: Clock
  readonly log?: WarningLog | undefined
}

/** A few late answers may still name older tokens. */
const REFUSED_TOKENS_KEPT = 8

const CONSENT_AGAIN =
  'An administrator of the OA must consent again: get a new token pair in the API Explorer at developers.zalo.me, put it ' +
  'into ZALO_ACCESS_TOKEN and ZALO_REFRESH_TOKEN (or the accounts file) and restart.'

/**
 * Keeps one OA's token pair good. A refresh token works once and losing its successor locks the account out, so a new pair
 * is stored before it is used, and one refresh runs at a time: one in this process, and by the store's lease one anywhere.
 */
export class TokenKeeper {
  readonly #account: ZaloAccount
  readonly #parts: KeeperParts
  #current: StoredTokens | null = null
  /** Received from Zalo but not yet taken by storage: the only copy there is. */
  #unsaved: TokenPair | null = null
  #firstUse: Promise<void> | null = null
  #renewal: Promise<TokenRenewal> | null = null
  readonly #refused: string[] = []
  /** A refresh token that Zalo refused twice; a restart, after the settings were mended, tries it once more. */
  #hopeless: string | null = null

  constructor(account: ZaloAccount, parts: KeeperParts) {
    this.#account = account
    this.#parts = parts
  }

  /** The token to call with; null when neither storage nor the settings have one. Rejects when storage does. */
  async accessToken(): Promise<string | null> {
    if (this.#current === null) {
      this.#firstUse ??= this.#load().finally(() => {
        this.#firstUse = null
      })
      await this.#firstUse
    }
    return this.#current?.accessToken ?? null
  }

  async #load(): Promise<void> {
    const { store } = this.#parts
    const stored = await store.load(this.#account.id)
    const usable = stored !== null && !isReplaced(stored, this.#account)
    const pair = usable ? stored : await store.exclusively(this.#account.id, () => this.#loadOrAdopt())
    // A renewal that ended meanwhile knows better.
    this.#current ??= pair
  }

  /** Zalo did not accept this access token: `renew` must not come back with it. */
  noteRefused(accessToken: string): void {
    if (this.#refused.includes(accessToken)) return
    this.#refused.push(accessToken)
    if (this.#refused.length > REFUSED_TOKENS_KEPT) this.#refused.shift()
  }

  /**
   * Gets a pair that was not refused: the stored one when another process has renewed it meanwhile, else a new one. Who
   * asks without having named a refused token means the present one.
   */
  renew(): Promise<TokenRenewal> {
    if (this.#refused.length === 0 && this.#current) this.noteRefused(this.#current.accessToken)
    return this.renewIfDue()
  }

  /** Renews a pair that was refused, or whose access token has lived for half of its time. */
  renewIfDue(): Promise<TokenRenewal> {
    this.#renewal ??= this.#parts.store
      .exclusively(this.#account.id, () => this.#renewUnderLease())
      .catch((error: unknown) => this.#storageFailed(error))
      .finally(() => {
        this.#renewal = null
      })
    return this.#renewal
  }

  /** For metrics; null until the pair was first needed. */
  get age(): TokenAge | null {
    if (this.#current === null) return null
    const { refreshedAt, expiresAt, deadReason } = this.#current
    return { account: this.#account.id, refreshedAt, expiresAt, isDead: deadReason !== null }
  }

  async #renewUnderLease(): Promise<TokenRenewal> {
    if (this.#unsaved) return this.#keep(this.#unsaved)
    const first = await this.#tryToRenew()
    return first.type === 'unrenewed' ? this.#lastTry() : first
  }

  /** The second try: a lost answer or a passing fault may have spoilt the first, and another process may have renewed. */
  async #lastTry(): Promise<TokenRenewal> {
    const second = await this.#tryToRenew()
    if (second.type !== 'unrenewed') return second
    const { refused, code, refreshToken } = second
    if (!refused) return { type: 'failed', final: false, cure: `Zalo's OAuth server did not answer (${code}): wait.` }
    this.#hopeless = refreshToken
    await this.#parts.store.markDead(this.#account.id, `refresh refused: ${code}`)
    this.#parts.log?.warn({ account: this.#account.id, code }, 'Zalo refuses to renew the token pair for good')
    // The operator may have put a new pair into the settings while the old one still worked.
    this.#current = await this.#loadOrAdopt()
    return this.#current && !this.#isHopeless(this.#current) ? { type: 'renewed' } : refusedForGood(code)
  }

  async #tryToRenew(): Promise<TokenRenewal | Unrenewed> {
    // Loaded anew each time: whatever process renewed last, its pair is the only good one.
    const pair = await this.#loadOrAdopt()
    this.#current = pair
    if (pair === null) return { type: 'failed', final: true, cure: `There is no token pair. ${CONSENT_AGAIN}` }
    if (this.#isHopeless(pair)) return refusedForGood(pair.deadReason ?? 'refused')
    if (!this.#isStale(pair)) return { type: 'renewed' }
    const calledAt = this.#parts.clock.now()
    const answer = await this.#parts.refresh(this.#account, pair.refreshToken)
    if (answer.type !== 'pair') {
      return {
        type: 'unrenewed',
        refused: answer.type === 'refused',
        code: answer.code,
        refreshToken: pair.refreshToken,
      }
    }
    const { accessToken, refreshToken, lifeMs } = answer
    return this.#keep({
      accessToken,
      refreshToken,
      refreshedAt: calledAt,
      expiresAt: calledAt + lifeMs,
      seed: pair.seed,
    })
  }

  async #keep(pair: TokenPair): Promise<TokenRenewal> {
    this.#unsaved = pair
    await this.#parts.store.save(this.#account.id, pair)
    this.#unsaved = null
    this.#current = { ...pair, deadReason: null }
    return { type: 'renewed' }
  }

  /** Only under the lease: the settings' pair must not be written over one that another process has just renewed. */
  async #loadOrAdopt(): Promise<StoredTokens | null> {
    const stored = await this.#parts.store.load(this.#account.id)
    if (stored && !isReplaced(stored, this.#account)) return stored
    const first = firstPairOf(this.#account, this.#parts.clock.now())
    if (first) await this.#parts.store.save(this.#account.id, first)
    return first && { ...first, deadReason: null }
  }

  #isStale(pair: TokenPair): boolean {
    const halfLife = (pair.refreshedAt + pair.expiresAt) / 2
    return this.#refused.includes(pair.accessToken) || this.#parts.clock.now() >= halfLife
  }

  #isHopeless(pair: TokenPair): boolean {
    return pair.refreshToken === this.#hopeless
  }

  #storageFailed(error: unknown): TokenRenewal {
    this.#parts.log?.warn({ account: this.#account.id, err: error }, 'The token pair could not be renewed')
    return { type: 'failed', final: false, cure: 'Storage did not give or keep the token pair: check the database.' }
  }
}

interface Unrenewed {
  readonly type: 'unrenewed'
  readonly refused: boolean
  readonly code: string
  readonly refreshToken: string
}

function refusedForGood(code: string): TokenRenewal {
  return { type: 'failed', final: true, cure: `Zalo refuses to renew the tokens (${code}). ${CONSENT_AGAIN}` }
}
