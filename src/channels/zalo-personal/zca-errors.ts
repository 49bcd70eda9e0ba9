import type { Failed, TransportFailure } from './transport.ts'

/** Zalo's codes for a session that is over: https://github.com/RFS-ADRENO/zca-js/issues/35 and /211. */
const SESSION_OVER = new Set([102, 600])
/** A login says the same in words alone. */
const SAYS_SESSION_OVER = /zpw_sek|session key|Đăng nhập thất bại/i
const HTTP_STATUS = /status code (\d{3})/
/** Nothing had gone out yet. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/**
 * What an error of the library means for the call that threw it. `atWorst` is what a broken connection means: `unknown`
 * where the call may have done something. Its message goes nowhere: it may hold what Zalo answered.
 */
export function failureOf(error: unknown, atWorst: 'unknown' | 'unavailable'): Failed<TransportFailure> {
  const { name, message, code, cause } = error as Error & { code?: unknown; cause?: { code?: unknown } }
  const failed = (reason: TransportFailure, shown: string): Failed => ({ type: 'failed', reason, code: shown })
  if (typeof cause?.code === 'string' && NOT_CONNECTED.has(cause.code)) return failed('unavailable', cause.code)
  if (name === 'TimeoutError' || name === 'AbortError') return failed(atWorst, 'timeout')
  if (typeof code === 'number') return failed(SESSION_OVER.has(code) ? 'logged_out' : 'refused', String(code))
  if (SAYS_SESSION_OVER.test(message)) return failed('logged_out', 'session')
  const status = HTTP_STATUS.exec(message)?.[1]
  return failed(atWorst, status ? `http ${status}` : 'network')
}
