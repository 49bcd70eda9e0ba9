import { describe, expect, it } from 'vitest'
import { httpRefusal, networkRefusal, refusalOf, waitMs } from '../../../src/channels/zalo-oa/errors.ts'

const CODES: Record<string, readonly number[]> = {
  slow_down: [-32],
  token_invalid: [-216, -220],
  retry_later: [-200, -214, -234, -99_999],
  outside_window: [-230, -232],
  unreachable: [-213, -217, -218, -227, -244],
  operator: [-204, -205, -209, -212, -219, -221, -223, -224, -235, -237, -240, -242, -320],
  quota: [-211, -321],
  rejected: [-100, -201, -210, -233, -238, -241, -248, -249, -403, -1340, -1341],
}

describe("zalo's refusals", () => {
  it.each(
    Object.entries(CODES).flatMap(([reason, codes]) => codes.map((code) => ({ reason, code }))),
  )('$code is $reason', ({ reason, code }) => {
    expect(refusalOf(code).reason).toBe(reason)
    expect(refusalOf(code).detail).not.toBe('')
  })

  it.each([
    { status: 429, reason: 'slow_down' },
    { status: 500, reason: 'retry_later' },
    { status: 502, reason: 'retry_later' },
    { status: 503, reason: 'retry_later' },
    { status: 504, reason: 'unknown' },
    { status: 408, reason: 'retry_later' },
    { status: 200, reason: 'unknown' },
    { status: 302, reason: 'operator' },
    { status: 404, reason: 'operator' },
  ])('HTTP $status without a readable answer is $reason', ({ status, reason }) => {
    expect(httpRefusal(status).reason).toBe(reason)
  })

  it.each([
    { code: 'ECONNREFUSED', reason: 'retry_later' },
    { code: 'ENOTFOUND', reason: 'retry_later' },
    { code: 'EAI_AGAIN', reason: 'retry_later' },
    { code: 'UND_ERR_CONNECT_TIMEOUT', reason: 'retry_later' },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID', reason: 'retry_later' },
    { code: 'CERT_HAS_EXPIRED', reason: 'retry_later' },
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', reason: 'retry_later' },
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', reason: 'retry_later' },
    { code: 'ECONNRESET', reason: 'unknown' },
    { code: 'UND_ERR_SOCKET', reason: 'unknown' },
    { code: 'ECONNABORTED', reason: 'unknown' },
    { code: 'EPIPE', reason: 'unknown' },
    { code: 'anything else', reason: 'unknown' },
  ])('a call that ended with $code is $reason', ({ code, reason }) => {
    expect(networkRefusal(code).reason).toBe(reason)
  })
})

describe('waiting', () => {
  it.each([
    {
      name: 'the next minute',
      wait: 'next minute',
      now: '2026-11-20T04:20:15.000Z',
      until: '2026-11-20T04:21:00.000Z',
    },
    {
      name: 'a whole minute at its start',
      wait: 'next minute',
      now: '2026-11-20T04:20:00.000Z',
      until: '2026-11-20T04:21:00.000Z',
    },
    {
      name: 'six in the morning, at 22:30',
      wait: 'morning',
      now: '2026-11-20T15:30:00.000Z',
      until: '2026-11-20T23:00:00.000Z',
    },
    {
      name: 'six in the morning, at 05:59',
      wait: 'morning',
      now: '2026-11-20T22:59:00.000Z',
      until: '2026-11-20T23:00:00.000Z',
    },
    {
      name: 'the next morning, at 06:00',
      wait: 'morning',
      now: '2026-11-20T23:00:00.000Z',
      until: '2026-11-21T23:00:00.000Z',
    },
    { name: 'a moment', wait: 'a moment', now: '2026-11-20T04:20:15.000Z', until: '2026-11-20T04:21:15.000Z' },
  ] as const)('$name', ({ wait, now, until }) => {
    expect(waitMs(wait, Date.parse(now), 0)).toBe(Date.parse(until) - Date.parse(now))
  })

  it.each([
    { wait: 'next minute', spread: 5_000 },
    { wait: 'morning', spread: 900_000 },
  ] as const)('spreads what waits for the $wait over $spread ms', ({ wait, spread }) => {
    const now = Date.parse('2026-11-20T15:30:15.000Z')
    expect(waitMs(wait, now, 1) - waitMs(wait, now, 0)).toBe(spread)
  })
})
