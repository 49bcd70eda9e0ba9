import axios, { AxiosError, type AxiosInstance, type AxiosRequestHeaders, type InternalAxiosRequestConfig } from 'axios'
import { Agent } from 'undici'

/**
 * An axios client for one platform: JSON in and out, every status is an answer rather than an error, and redirects are
 * not followed (a token must not travel to another host). Its requests go through an undici pool, which costs a third of
 * what axios' own Node transport costs a call and keeps connections alive.
 *
 * Rejects with an `AxiosError` whose `code` is `ECONNABORTED` (timed out), or the network's own code.
 */
export function createHttpClient(options: { baseURL: string; timeoutMs: number; connections?: number }): AxiosInstance {
  const agent = new Agent({ connections: options.connections ?? 256, pipelining: 1 })
  return axios.create({
    baseURL: options.baseURL,
    timeout: options.timeoutMs,
    validateStatus: null,
    transformRequest: toJson,
    adapter: (config) => throughPool(agent, config),
  })
}

/** Why a call was given up that took longer than it may. */
const TIMED_OUT = new Error('the platform did not answer in time')

/** Objects become JSON, texts go out as they are. axios' own way would first try to parse each text, and look for forms. */
function toJson(data: unknown, headers: AxiosRequestHeaders): unknown {
  if (typeof data !== 'object' || data === null) return data
  headers.setContentType('application/json', false)
  return JSON.stringify(data)
}

async function throughPool(agent: Agent, config: InternalAxiosRequestConfig) {
  const { origin, pathname } = new URL(`${config.baseURL}${config.url}`)
  const query = config.params ? `?${new URLSearchParams(config.params)}` : ''
  // Not `AbortSignal.timeout`: its timer runs on after the answer, and keeps all of the call until a full collection.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(TIMED_OUT), config.timeout)
  try {
    const answer = await agent.request({
      origin,
      path: pathname + query,
      method: (config.method ?? 'get').toUpperCase() as 'GET',
      headers: config.headers.toJSON() as Record<string, string>,
      body: (config.data as string | undefined) ?? null,
      signal: deadline.signal,
    })
    return {
      data: await answer.body.text(),
      status: answer.statusCode,
      statusText: String(answer.statusCode),
      headers: answer.headers as Record<string, string>,
      config,
    }
  } catch (error) {
    const cause = error as NodeJS.ErrnoException
    const code = cause === TIMED_OUT ? AxiosError.ECONNABORTED : (cause.code ?? AxiosError.ERR_NETWORK)
    throw new AxiosError(cause.message, code, config)
  } finally {
    clearTimeout(timer)
  }
}
