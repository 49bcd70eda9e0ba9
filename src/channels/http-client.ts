import { Axios, AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { Agent } from 'undici'

/** Why a call was given up that took longer than it may. */
const TIMED_OUT = new Error('the platform did not answer in time')

/**
 * An axios client for one platform: texts out (`json` makes one of an object), JSON or text in, every status is an answer
 * rather than an error, and redirects are not followed (a token must not travel to another host). Its requests go through
 * an undici pool, which costs a third of what axios' own Node transport costs a call and keeps connections alive.
 *
 * Rejects with an `AxiosError` whose `code` is `ECONNABORTED` (timed out), or the network's own code.
 */
export function createHttpClient(options: { baseURL: string; timeoutMs: number; connections?: number }): Axios {
  const agent = new Agent({ connections: options.connections ?? 256, pipelining: 1 })
  // Not `axios.create`, whose defaults for browsers and forms are merged into every request: that is half of its cost.
  return new Axios({
    baseURL: options.baseURL,
    timeout: options.timeoutMs,
    validateStatus: null,
    transformResponse: jsonOrText,
    adapter: (config) => throughPool(agent, config),
  })
}

/** What sends `body` as JSON. It goes as text, for axios would copy an object twice before it became one. */
export function json(body: object, headers: Readonly<Record<string, string>>) {
  return { data: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function throughPool(agent: Agent, config: InternalAxiosRequestConfig) {
  const { origin, pathname } = new URL(`${config.baseURL}${config.url}`)
  const query = config.params ? `?${new URLSearchParams(config.params)}` : ''
  // Not `AbortSignal.timeout`: its timer runs on after the answer.
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
