import type { SendOutcome } from '../core/channel.ts'
import { DAY_MS, MINUTE_MS } from '../core/durations.ts'
import { assertNever } from '../core/errors.ts'
import type { ClaimedRow, Failure, OutboxResult } from './outbox.store.ts'

const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 5 * MINUTE_MS
/** How long a reply is worth sending: past that the person has long asked elsewhere, and Zalo's free window nears its end. */
const GIVE_UP_AFTER_MS = DAY_MS
/** How long an account rests when the platform says "slow down" without saying how long. */
const DEFAULT_REST_MS = 30_000
/** How long an account rests whose token cannot be renewed: an operator must act. */
const DEAD_TOKEN_REST_MS = MINUTE_MS

/** What follows from an attempt: the row's new state, and when the whole account must rest, until when (UTC ms). */
export interface Verdict {
  readonly result: OutboxResult
  readonly restUntil: number | null
}

/**
 * Judges an attempt. Delays double from one second to five minutes with up to a quarter of jitter (`chance` in 0..1), so
 * that what failed together does not come back together. An account-wide refusal costs the message none of its tries.
 */
export function judge(row: ClaimedRow, outcome: SendOutcome, now: number, chance: number): Verdict {
  if (outcome.type === 'sent')
    return { result: { id: row.id, status: 'sent', externalId: outcome.externalId }, restUntil: null }
  const why: Failure = { reason: outcome.reason, code: outcome.code, detail: outcome.detail }
  const again = (delayMs: number): Verdict => ({ result: retryOrGiveUp(row, why, now, delayMs), restUntil: null })
  const rest = (delayMs: number): Verdict => ({
    result: { id: row.id, status: 'queued', dueAt: now, refundAttempt: true, why },
    restUntil: now + delayMs,
  })
  switch (outcome.reason) {
    case 'retry_later':
      return again(outcome.retryAfterMs ?? backoff(row.attempts, chance))
    case 'unknown':
      // Law 5: a reply is repeated, a broadcast message never.
      if (row.purpose === 'broadcast') return { result: { id: row.id, status: 'unknown', why }, restUntil: null }
      return again(backoff(row.attempts, chance))
    case 'slow_down':
      return rest((outcome.retryAfterMs ?? DEFAULT_REST_MS) * (1 + chance / 20))
    case 'token_invalid':
      return rest(DEAD_TOKEN_REST_MS)
    case 'quota':
      // Nothing is lost: what is announced goes on when there is more, and a person waits for no allowance to return.
      if (row.purpose === 'broadcast') return { result: { id: row.id, status: 'aside', why }, restUntil: null }
      return { result: { id: row.id, status: 'failed', why }, restUntil: null }
    case 'rejected':
    case 'operator':
    case 'unreachable':
    case 'outside_window':
      return { result: { id: row.id, status: 'failed', why }, restUntil: null }
    default:
      return assertNever(outcome.reason)
  }
}

/** For a message that was claimed and not tried, because its account rests until `dueAt`. */
export function putBack(row: ClaimedRow, dueAt: number): OutboxResult {
  const why: Failure = { reason: 'slow_down', code: 'resting', detail: 'the account rests' }
  return { id: row.id, status: 'queued', dueAt: Math.ceil(dueAt), refundAttempt: true, why }
}

function retryOrGiveUp(row: ClaimedRow, why: Failure, now: number, delayMs: number): OutboxResult {
  const dueAt = Math.ceil(now + delayMs)
  if (dueAt > row.createdAt + GIVE_UP_AFTER_MS) return { id: row.id, status: 'failed', why }
  return { id: row.id, status: 'queued', dueAt, refundAttempt: false, why }
}

/** `attempts` counts from 1. */
export function backoff(attempts: number, chance: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1))
  return Math.round(delay * (1 + chance / 4))
}
