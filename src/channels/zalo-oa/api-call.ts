import { type Axios, isAxiosError } from 'axios'
import { z } from 'zod'
import { createHttpClient, json } from '../http-client.ts'
import { parseLossless } from '../lossless-json.ts'
import { payloadField } from '../payload-field.ts'

/** Requests per clock minute as Zalo tells them with every answer; null where it does not. */
export interface Rate {
  readonly limit: number | null
  readonly remaining: number | null
}

/** What became of one call. */
export type CallAnswer =
  | { readonly type: 'accepted'; readonly data: unknown; readonly rate: Rate }
  /** `error` other than 0, mostly under HTTP 200; `field` is what -201 complains about. */
  | { readonly type: 'refused'; readonly code: number; readonly field: string | null; readonly rate: Rate }
  /** No answer of the API: a gateway's page, or a success without what was asked for. */
  | { readonly type: 'unreadable'; readonly status: number }
  | { readonly type: 'unanswered'; readonly code: string }

export interface ApiCall {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly accessToken: string
  readonly body?: object
  readonly params?: Readonly<Record<string, string>>
}

/** Makes one call to a host of Zalo's. Never rejects for what the platform or the network does. */
export type CallApi = (call: ApiCall) => Promise<CallAnswer>

const code = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])
const accepted = z.object({ error: code.refine((value) => value === 0), data: z.unknown() })
const refused = z.object({ error: code.refine((value) => value !== 0), message: z.string().catch('') })
const header = payloadField((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null))
/** Ids must not pass through numbers. */
const asText = (data: string) => data

/** Calls to one origin, each given up after `timeoutMs`. */
export function createApiCall(origin: string, timeoutMs: number): CallApi {
  const client = createHttpClient({ baseURL: origin, timeoutMs })
  return async (call) => {
    try {
      return await callOnce(client, call)
    } catch (error) {
      if (isAxiosError(error)) return { type: 'unanswered', code: error.code ?? 'network' }
      throw error
    }
  }
}

async function callOnce(client: Axios, { method, path, accessToken, body, params }: ApiCall): Promise<CallAnswer> {
  const headers = { access_token: accessToken }
  const answer = await client.request<string>({
    method,
    url: path,
    ...(body ? json(body, headers) : { headers }),
    ...(params && { params }),
    transformResponse: asText,
  })
  const rate = {
    limit: header.parse(answer.headers['x-ratelimit-limit']),
    remaining: header.parse(answer.headers['x-ratelimit-remain']),
  }
  return readAnswer(answer.status, answer.data, rate)
}

function readAnswer(status: number, text: string, rate: Rate): CallAnswer {
  const json = jsonOrNull(text)
  const success = accepted.safeParse(json)
  if (success.success && status < 300) return { type: 'accepted', data: success.data.data, rate }
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
