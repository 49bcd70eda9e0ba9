import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import type { Answer, Call } from '../platform-server.ts'
import { ACCESS_TOKEN_LIFE_MS, type TokenBook, type TokenPair } from './tokens.ts'

export const OAUTH_PATH = '/v4/oa/access_token'
/** 10 minutes. */
const CODE_LIFE_MS = 600_000

/** The OAuth host publishes no table of codes; those without a known one are of our own making. */
const FAILURES = {
  wrong_app: [-14001, 'Invalid app id'],
  wrong_secret: [-14004, 'Invalid secret key'],
  wrong_form: [-14006, 'Invalid parameter'],
  wrong_code: [-14010, 'Invalid authorization code'],
  wrong_verifier: [-14011, 'Invalid code verifier'],
  wrong_refresh_token: [-14014, 'Invalid refresh token'],
} as const

export interface OAuthApp {
  readonly appId: string
  readonly appSecret: string
  readonly oaId: string
}

interface Consent {
  readonly oaId: string
  readonly challenge: string | null
  readonly until: number
}

/** `POST /v4/oa/access_token`: exchange of a code and refresh of a pair. Failures have a shape of their own under HTTP 200. */
export class OAuthHost {
  readonly #apps: readonly OAuthApp[]
  readonly #tokens: TokenBook
  readonly #clock: Clock
  readonly #consents = new Map<string, Consent>()
  #refreshes = 0

  constructor(apps: readonly OAuthApp[], tokens: TokenBook, clock: Clock) {
    this.#apps = apps
    this.#tokens = tokens
    this.#clock = clock
  }

  /** How many refreshes succeeded. */
  get refreshes(): number {
    return this.#refreshes
  }

  /** An administrator accepts the app for the OA; the code works once, for 10 minutes. */
  consent(oaId: string, challenge: string | null): string {
    const code = randomBytes(24).toString('base64url')
    this.#consents.set(code, { oaId, challenge, until: this.#clock.now() + CODE_LIFE_MS })
    return code
  }

  handle(call: Call): Answer {
    const isForm = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    if (call.method !== 'POST' || !isForm) return failure('wrong_form')
    const form = new URLSearchParams(call.body.toString())
    const apps = this.#apps.filter((app) => app.appId === form.get('app_id'))
    if (!apps[0]) return failure('wrong_app')
    if (call.headers.secret_key !== apps[0].appSecret) return failure('wrong_secret')
    const oaIds = apps.map((app) => app.oaId)
    switch (form.get('grant_type')) {
      case 'refresh_token':
        return this.#refresh(oaIds, form.get('refresh_token') ?? '')
      case 'authorization_code':
        return this.#exchange(oaIds, form.get('code') ?? '', form.get('code_verifier'))
      default:
        return failure('wrong_form')
    }
  }

  #refresh(oaIds: readonly string[], refreshToken: string): Answer {
    const pair = this.#tokens.refresh(oaIds, refreshToken)
    if (!pair) return failure('wrong_refresh_token')
    this.#refreshes += 1
    return success(pair)
  }

  #exchange(oaIds: readonly string[], code: string, verifier: string | null): Answer {
    const consent = this.#consents.get(code)
    this.#consents.delete(code)
    if (!consent || consent.until <= this.#clock.now() || !oaIds.includes(consent.oaId)) return failure('wrong_code')
    if (consent.challenge !== null && challengeOf(verifier ?? '') !== consent.challenge)
      return failure('wrong_verifier')
    return success(this.#tokens.issue(consent.oaId))
  }
}

/** PKCE S256: base64url without padding of the SHA-256 of the verifier. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

function success(pair: TokenPair): Answer {
  // The life is in seconds, and a string, in most samples of the platform.
  const expiresIn = String(ACCESS_TOKEN_LIFE_MS / 1000)
  const body = { access_token: pair.accessToken, refresh_token: pair.refreshToken, expires_in: expiresIn }
  return { status: 200, body: JSON.stringify(body), code: '0' }
}

function failure(kind: keyof typeof FAILURES): Answer {
  const [code, name] = FAILURES[kind]
  const body = {
    error_name: name,
    error_reason: '',
    ref_doc: 'https://developers.zalo.me/docs/official-account/',
    error_description: name,
    error: code,
  }
  return { status: 200, body: JSON.stringify(body), code: String(code) }
}
