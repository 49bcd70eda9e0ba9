import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { DAY_MS } from '../../core/durations.ts'

/** 25 hours. */
export const ACCESS_TOKEN_LIFE_MS = 90_000_000
/** 3 months. */
const REFRESH_TOKEN_LIFE_MS = 90 * DAY_MS

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

export interface FirstTokens extends TokenPair {
  /** When the access token ends (UTC ms); without it 25 hours from the start. */
  readonly expiresAt?: number
}

interface Token {
  readonly oaId: string
  expiresAt: number
}

export type TokenVerdict = { readonly type: 'good'; readonly oaId: string } | { readonly type: 'unknown' | 'expired' }

/** Tokens given out by the fake name their OA, so that a later run can recognise them. */
const OWN_TOKEN = /^fake-(?:at|rt)-(\d+)-/

/** All tokens ever given out: a dead one is told apart from one that never was. */
export class TokenBook {
  readonly #clock: Clock
  readonly #trustsEarlierRuns: boolean
  readonly #access = new Map<string, Token>()
  readonly #refresh = new Map<string, Token>()

  /** `trustsEarlierRuns`: a token this book does not know, but in the fake's own form, is good when first seen. */
  constructor(clock: Clock, trustsEarlierRuns: boolean) {
    this.#clock = clock
    this.#trustsEarlierRuns = trustsEarlierRuns
  }

  register(oaId: string, pair: FirstTokens): void {
    const now = this.#clock.now()
    this.#access.set(pair.accessToken, { oaId, expiresAt: pair.expiresAt ?? now + ACCESS_TOKEN_LIFE_MS })
    this.#refresh.set(pair.refreshToken, { oaId, expiresAt: now + REFRESH_TOKEN_LIFE_MS })
  }

  judge(accessToken: string): TokenVerdict {
    const token = this.#access.get(accessToken) ?? this.#adopt(this.#access, accessToken, ACCESS_TOKEN_LIFE_MS)
    if (!token) return { type: 'unknown' }
    return token.expiresAt > this.#clock.now() ? { type: 'good', oaId: token.oaId } : { type: 'expired' }
  }

  /** A new pair for a refresh token that was never used, else null. The old pair is dead from here on. */
  refresh(oaIds: readonly string[], refreshToken: string): TokenPair | null {
    const token = this.#refresh.get(refreshToken) ?? this.#adopt(this.#refresh, refreshToken, REFRESH_TOKEN_LIFE_MS)
    if (!token || token.expiresAt <= this.#clock.now() || !oaIds.includes(token.oaId)) return null
    return this.issue(token.oaId)
  }

  /** A new pair; every earlier one of this OA dies, as after a renewed consent. */
  issue(oaId: string): TokenPair {
    this.expireAccess(oaId)
    this.killRefresh(oaId)
    const pair = { accessToken: `fake-at-${oaId}-${randomText()}`, refreshToken: `fake-rt-${oaId}-${randomText()}` }
    this.register(oaId, pair)
    return pair
  }

  expireAccess(oaId: string): void {
    end(this.#access, oaId)
  }

  killRefresh(oaId: string): void {
    end(this.#refresh, oaId)
  }

  #adopt(tokens: Map<string, Token>, text: string, lifeMs: number): Token | undefined {
    const oaId = this.#trustsEarlierRuns ? OWN_TOKEN.exec(text)?.[1] : undefined
    if (oaId === undefined) return undefined
    const token = { oaId, expiresAt: this.#clock.now() + lifeMs }
    tokens.set(text, token)
    return token
  }
}

function end(tokens: ReadonlyMap<string, Token>, oaId: string): void {
  for (const token of tokens.values()) if (token.oaId === oaId) token.expiresAt = 0
}

/** As long as the platform's own tokens, so that no column is too short for them. */
function randomText(): string {
  return randomBytes(150).toString('base64url')
}

/** The platform's optional proof of a call: HMAC-SHA256 of the access token, keyed with the app secret. */
export function isRightProof(proof: string, accessToken: string, appSecret: string): boolean {
  const right = createHmac('sha256', appSecret).update(accessToken).digest('hex')
  return proof.length === right.length && timingSafeEqual(Buffer.from(proof), Buffer.from(right))
}
