import { createTokenRefresh } from '../../../src/channels/zalo-oa/token-refresh.ts'
import { TokenKeeper } from '../../../src/channels/zalo-oa/tokens.ts'
import { accountWith, NOW } from './fixtures.ts'
import { MemoryTokenStore } from './memory-token-store.ts'
import { type Answer, inTurn, type Platform, startPlatform } from './platform.ts'

export const FIRST = { access_token: 'at-1', refresh_token: 'rt-1' }
export const NEXT_PAIR = { json: { access_token: 'at-2', refresh_token: 'rt-2', expires_in: '90000' } }
export const REFUSED = {
  json: { error_name: 'Invalid refresh token', error_reason: '', ref_doc: '', error_description: '', error: -14014 },
}
/** A deployment: one storage, one OAuth host, a clock to turn, and as many processes as wanted. */
export class TokenSetting implements AsyncDisposable {
  readonly store = new MemoryTokenStore()
  readonly warnings: string[] = []
  now = NOW
  readonly oauth: Platform

  constructor(oauth: Platform) {
    this.oauth = oauth
  }

  /** One process of the deployment. */
  keeper(settings: object = FIRST, timeoutMs = 2_000): TokenKeeper {
    return new TokenKeeper(accountWith(settings), {
      store: this.store,
      refresh: createTokenRefresh(this.oauth.url, timeoutMs),
      clock: { now: () => this.now },
      log: { warn: (fields, message) => this.warnings.push(`${message} ${JSON.stringify(fields)}`) },
    })
  }

  [Symbol.asyncDispose]() {
    return this.oauth[Symbol.asyncDispose]()
  }
}

export async function settingWith(...answers: Answer[]): Promise<TokenSetting> {
  return new TokenSetting(await startPlatform(inTurn(...answers)))
}

export async function refuse(keeper: TokenKeeper): Promise<void> {
  keeper.noteRefused((await keeper.accessToken()) ?? '')
}
