import { isAxiosError } from 'axios'
import { z } from 'zod'
import { createHttpClient } from '../http-client.ts'
import { parseLossless } from '../lossless-json.ts'
import type { SendPath } from './settings.ts'

/** What became of one call. */
export type ApiAnswer =
  | { readonly type: 'accepted'; readonly messageId: string; readonly rate: Rate }
  /** `error` other than 0, mostly under HTTP 200; `field` is what -201 complains about. */
  | { readonly type: 'refused'; readonly code: number; readonly field: string | null; readonly rate: Rate }
  /** No answer of the API: a gateway's page, or a success without a message id. */
  | { readonly type: 'unreadable'; readonly status: number }
  | { readonly type: 'unanswered'; readonly code: string }

/** Requests per clock minute as Zalo tells them with every answer; null where it does not. */
export interface Rate {
  readonly limit: number | null
  readonly remaining: number | null
}

export type PostMessage = (path: SendPath, accessToken: string, body: object) => Promise<ApiAnswer>

const PATHS: Readonly<Record<SendPath, string>> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' }

const code = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])
const accepted = z.object({
  error: code.refine((value) => value === 0),
  data: z.object({ message_id: z.union([z.string().min(1), z.number()]).transform(String) }),
})
const refused = z.object({ error: code.refine((value) => value !== 0), message: z.string().catch('') })
const header = z.string().regex(/^\d+$/).transform(Number).nullable().catch(null)

/** The message call of `openapi.zalo.me`. Never rejects for what the platform or the network does. */
export function createMessageApi(apiUrl: string, timeoutMs: number): PostMessage {
  const client = createHttpClient({ baseURL: apiUrl, timeoutMs })
  return async (path, accessToken, body) => {
    try {
      const answer = await client.post<string>(PATHS[path], body, {
        headers: { access_token: accessToken },
        // Kept as text: ids must not pass through numbers.
        transformResponse: (data: string) => data,
      })
      const rate = {
        limit: header.parse(answer.headers['x-ratelimit-limit']),
        remaining: header.parse(answer.headers['x-ratelimit-remain']),
      }
      return readAnswer(answer.status, answer.data, rate)
    } catch (error) {
      if (isAxiosError(error)) return { type: 'unanswered', code: error.code ?? 'network' }
      throw error
    }
  }
}

function readAnswer(status: number, text: string, rate: Rate): ApiAnswer {
  const json = jsonOrNull(text)
  const success = accepted.safeParse(json)
  if (success.success && status < 300) return { type: 'accepted', messageId: success.data.data.message_id, rate }
  const failure = refused.safeParse(json)
  if (!failure.success) return { type: 'unreadable', status }
  const field = /^([\w.[\]]{1,60}) is invalid/.exec(failure.data.message)?.[1] ?? null
  return { type: 'refused', code: failure.data.error, field, rate }
}

function jsonOrNull(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return null
  }
}
