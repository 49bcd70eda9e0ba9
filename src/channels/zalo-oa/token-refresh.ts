import { isAxiosError } from 'axios'
import { z } from 'zod'
import { createHttpClient } from '../http-client.ts'
import type { ZaloAccount } from './settings.ts'

export type RefreshAnswer =
  | { readonly type: 'pair'; readonly accessToken: string; readonly refreshToken: string; readonly lifeMs: number }
  /** Zalo says no; `code` is its error code and name. */
  | { readonly type: 'refused'; readonly code: string }
  /** No answer, or none that can be read: whether the refresh token was used up is not known. */
  | { readonly type: 'unanswered'; readonly code: string }

export type RefreshTokens = (account: ZaloAccount, refreshToken: string) => Promise<RefreshAnswer>

/** Long, for a refresh that goes unanswered may have used up the refresh token. */
const REFRESH_TIMEOUT_MS = 15_000
/** 25 hours: what Zalo grants where `expires_in` cannot be read. */
export const ACCESS_TOKEN_LIFE_SECONDS = 90_000

const token = z.string().trim().min(1)
const pair = z.object({
  access_token: token,
  refresh_token: token,
  expires_in: z.coerce.number().positive().catch(ACCESS_TOKEN_LIFE_SECONDS),
})
/** The OAuth host's own shape of an error, often under HTTP 200 and without `message`. */
const failure = z
  .object({ error: z.union([z.number(), z.string()]).catch(0), error_name: z.string().catch('') })
  .refine(({ error, error_name }) => Number(error) !== 0 || error_name !== '')

/** `POST /v4/oa/access_token`: a new pair for a refresh token, which works once. Never rejects for what Zalo does. */
export function createTokenRefresh(oauthUrl: string, timeoutMs = REFRESH_TIMEOUT_MS): RefreshTokens {
  const client = createHttpClient({ baseURL: oauthUrl, timeoutMs, connections: 4 })
  return async (account, refreshToken) => {
    const form = new URLSearchParams({
      refresh_token: refreshToken,
      app_id: account.appId,
      grant_type: 'refresh_token',
    })
    try {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', secret_key: account.appSecret }
      const answer = await client.post<unknown>('/v4/oa/access_token', form.toString(), { headers })
      return readAnswer(answer.status, answer.data)
    } catch (error) {
      if (isAxiosError(error)) return { type: 'unanswered', code: error.code ?? 'network' }
      throw error
    }
  }
}

/** Takes a pair only when both tokens are there: an error stored as a token would lock the account out. */
function readAnswer(status: number, data: unknown): RefreshAnswer {
  const refused = failure.safeParse(data)
  if (status >= 500 || status === 429) return { type: 'unanswered', code: `http ${status}` }
  if (refused.success)
    return { type: 'refused', code: `${refused.data.error} ${nameOf(refused.data.error_name)}`.trim() }
  const granted = pair.safeParse(data)
  if (!granted.success) return { type: 'unanswered', code: `http ${status} without tokens` }
  const { access_token: accessToken, refresh_token, expires_in } = granted.data
  return { type: 'pair', accessToken, refreshToken: refresh_token, lifeMs: expires_in * 1000 }
}

/** Zalo's name of the error, for the operator; anything long enough to be a token is left out. */
function nameOf(errorName: string): string {
  return errorName.replace(/\S{20,}/g, '…').slice(0, 80)
}
