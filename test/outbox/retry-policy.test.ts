import { describe, expect, it } from 'vitest'
import type { SendFailure, SendOutcome } from '../../src/core/channel.ts'
import type { OutboxPurpose } from '../../src/db/schema.ts'
import type { ClaimedRow } from '../../src/outbox/outbox.store.ts'
import { backoff, judge } from '../../src/outbox/retry-policy.ts'
import { NOW, person } from '../support/samples.ts'

const HOUR = 3_600_000

function row(purpose: OutboxPurpose = 'reply', attempts = 1, ageMs = 0): ClaimedRow {
  return { id: 7, contact: person(1), purpose, key: 'k', part: { body: 0 }, attempts, createdAt: NOW - ageMs }
}

function failed(reason: SendFailure, retryAfterMs?: number): SendOutcome {
  const base = { type: 'failed', reason, code: 'c', detail: 'd' } as const
  return retryAfterMs === undefined ? base : { ...base, retryAfterMs }
}

describe('judge', () => {
  it('keeps the platform’s id of a message that was sent', () => {
    expect(judge(row(), { type: 'sent', externalId: 'mid.1' }, NOW, 0)).toEqual({
      result: { id: 7, status: 'sent', externalId: 'mid.1' },
      restUntil: null,
    })
  })

  it.each([
    { name: 'a passing fault, first try', of: row(), outcome: failed('retry_later'), dueIn: 1000 },
    { name: 'a passing fault, third try', of: row('reply', 3), outcome: failed('retry_later'), dueIn: 4000 },
    { name: 'a passing fault of a broadcast', of: row('broadcast', 2), outcome: failed('retry_later'), dueIn: 2000 },
    { name: 'a passing fault with a time', of: row(), outcome: failed('retry_later', 90_000), dueIn: 90_000 },
    { name: 'a passing fault with part of a millisecond', of: row(), outcome: failed('retry_later', 1.5), dueIn: 2 },
    { name: 'a reply with an unknown outcome', of: row('reply', 2), outcome: failed('unknown'), dueIn: 2000 },
    {
      name: 'a reply almost a day old',
      of: row('reply', 1, 24 * HOUR - 1000),
      outcome: failed('retry_later'),
      dueIn: 1000,
    },
  ])('tries again after $name', ({ of, outcome, dueIn }) => {
    const why = { reason: outcome.type === 'failed' ? outcome.reason : null, code: 'c', detail: 'd' }
    expect(judge(of, outcome, NOW, 0)).toEqual({
      result: { id: 7, status: 'queued', dueAt: NOW + dueIn, refundAttempt: false, why },
      restUntil: null,
    })
  })

  it.each([
    { name: 'a message that will never be accepted', of: row(), outcome: failed('rejected'), status: 'failed' },
    { name: 'what an operator must set right', of: row(), outcome: failed('operator'), status: 'failed' },
    { name: 'a person who cannot be reached', of: row(), outcome: failed('unreachable'), status: 'failed' },
    { name: 'a window that is over', of: row(), outcome: failed('outside_window'), status: 'failed' },
    {
      name: 'a broadcast with an unknown outcome',
      of: row('broadcast'),
      outcome: failed('unknown'),
      status: 'unknown',
    },
    {
      name: 'a reply that is a day old',
      of: row('reply', 9, 24 * HOUR),
      outcome: failed('retry_later'),
      status: 'failed',
    },
    { name: 'a wait beyond that day', of: row(), outcome: failed('retry_later', 25 * HOUR), status: 'failed' },
  ])('gives up $name', ({ of, outcome, status }) => {
    expect(judge(of, outcome, NOW, 0)).toMatchObject({ result: { id: 7, status }, restUntil: null })
  })

  it.each([
    { name: 'slow down', outcome: failed('slow_down'), chance: 0, restMs: 30_000 },
    { name: 'slow down, with a time', outcome: failed('slow_down', 10_000), chance: 0, restMs: 10_000 },
    { name: 'slow down, with jitter', outcome: failed('slow_down', 10_000), chance: 1, restMs: 10_500 },
    { name: 'a token that stays refused', outcome: failed('token_invalid'), chance: 0, restMs: 60_000 },
  ])('lets the account rest and gives the try back after $name', ({ outcome, chance, restMs }) => {
    expect(judge(row('broadcast', 4), outcome, NOW, chance)).toMatchObject({
      result: { status: 'queued', dueAt: NOW, refundAttempt: true },
      restUntil: NOW + restMs,
    })
  })
})

describe('backoff', () => {
  it.each([
    { attempts: 1, chance: 0, ms: 1000 },
    { attempts: 1, chance: 1, ms: 1250 },
    { attempts: 2, chance: 0, ms: 2000 },
    { attempts: 9, chance: 0, ms: 256_000 },
    { attempts: 10, chance: 0, ms: 300_000 },
    { attempts: 1000, chance: 0.5, ms: 337_500 },
  ])('attempt $attempts with chance $chance waits $ms ms', ({ attempts, chance, ms }) => {
    expect(backoff(attempts, chance)).toBe(ms)
  })
})
