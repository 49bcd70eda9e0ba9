import { z } from 'zod'
import type { Account, Pace } from '../../core/channel.ts'
import { type AccountId, accountIdOf, type ProvinceId } from '../../core/ids.ts'

/** `v3` is the consultation message; OAs of state agencies may be refused there (-235) and need `v2`. */
export type SendPath = 'v3' | 'v2'

export interface ZaloAccount extends Account {
  readonly oaId: string
  readonly appId: string
  /** Proves the app to Zalo's OAuth server. */
  readonly appSecret: string
  /** Signs the webhooks of this OA; not the app's secret. */
  readonly oaSecretKey: string
  readonly sendPath: SendPath
  /** The pair an administrator obtained; only the very first one, later pairs live in storage. */
  readonly initialTokens: { readonly accessToken: string; readonly refreshToken: string } | null
}

/** What Zalo grants one app for its whole OA API; an OA's package may grant less, which Zalo's answers then tell. */
const APP_REQUESTS_PER_MINUTE = 4_000

/** Ids have more digits than a number can hold, so an unquoted one has already lost its last digits. */
const platformId = (key: string, where: string) =>
  z
    .string({ error: `${key} must be given as text in quotes ("123…"), as shown ${where}` })
    .regex(/^\d{1,25}$/, { error: `${key} must be the digits shown ${where}` })

const secret = (key: string, where: string) =>
  z
    .string({ error: `${key} is missing: copy it from ${where}` })
    .min(1, { error: `${key} is empty: copy it from ${where}` })

/** One Zalo OA as it stands in the accounts file; `send_per_minute` counts requests to Zalo. Parses into a `ZaloAccount`. */
export const zaloAccountSchema = z
  .strictObject({
    oa_id: platformId('oa_id', 'in OA Manager'),
    app_id: platformId('app_id', "on the app's page at developers.zalo.me"),
    app_secret: secret('app_secret', "the app's page at developers.zalo.me"),
    oa_secret_key: secret('oa_secret_key', 'the webhook page of the app (the OA secret key, not the app secret)'),
    access_token: secret('access_token', 'the API Explorer at developers.zalo.me').optional(),
    refresh_token: secret('refresh_token', 'the API Explorer at developers.zalo.me').optional(),
    send_path: z
      .enum(['v3', 'v2'], { error: 'send_path must be v3 (usual) or v2 (OAs of state agencies)' })
      .default('v3'),
    province: z.string({ error: 'province is missing: name a folder of data/provinces' }).min(1),
    send_per_minute: z
      .number({ error: `send_per_minute must be a number from 10 to ${APP_REQUESTS_PER_MINUTE}` })
      .min(10, { error: 'send_per_minute must be at least 10' })
      .max(APP_REQUESTS_PER_MINUTE, { error: `send_per_minute: Zalo allows an app ${APP_REQUESTS_PER_MINUTE} at most` })
      .default(APP_REQUESTS_PER_MINUTE),
  })
  .refine((given) => (given.access_token === undefined) === (given.refresh_token === undefined), {
    error: 'give both access_token and refresh_token (they are issued as a pair), or neither',
    path: ['refresh_token'],
  })
  .transform((given): ZaloAccount => {
    const { access_token: accessToken, refresh_token: refreshToken } = given
    return {
      id: zaloAccountId(given.oa_id),
      province: given.province as ProvinceId,
      pace: paceOf(given.send_per_minute),
      oaId: given.oa_id,
      appId: given.app_id,
      appSecret: given.app_secret,
      oaSecretKey: given.oa_secret_key,
      sendPath: given.send_path,
      initialTokens: accessToken && refreshToken ? { accessToken, refreshToken } : null,
    }
  })

function zaloAccountId(oaId: string): AccountId {
  return accountIdOf('zalo-oa', oaId)
}

/**
 * A tenth of the minute's allowance may go at once, the rest is spread over the minute: whichever 60 seconds Zalo counts,
 * burst and stream together stay within the allowance.
 */
function paceOf(requestsPerMinute: number): Pace {
  const burst = Math.floor(requestsPerMinute / 10)
  return { perSecond: (requestsPerMinute - burst) / 60, burst }
}
