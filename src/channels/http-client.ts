import { Axios } from 'axios'
import { createConnectionPool } from './connection-pool.ts'

/**
 * An axios client for one platform: texts out (`json` makes one of an object), JSON or text in, every status is an answer
 * rather than an error, and redirects are not followed (a token must not travel to another host). Its calls reject as
 * those of `createConnectionPool` do.
 */
export function createHttpClient(options: { baseURL: string; timeoutMs: number; connections?: number }): Axios {
  // Not `axios.create`, whose defaults for browsers and forms are merged into every request: that is half of its cost.
  return new Axios({
    baseURL: options.baseURL,
    timeout: options.timeoutMs,
    validateStatus: null,
    transformResponse: jsonOrText,
    adapter: createConnectionPool(options.connections ?? 256),
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
