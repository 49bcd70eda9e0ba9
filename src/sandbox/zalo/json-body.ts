import type { Call } from '../platform-server.ts'

/** The body of a call that says it is JSON; null when it is not. */
export function readJson(call: Call): unknown {
  if (!(call.headers['content-type'] ?? '').includes('application/json')) return null
  try {
    return JSON.parse(call.body.toString())
  } catch {
    return null
  }
}
