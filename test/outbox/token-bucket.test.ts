import { describe, expect, it } from 'vitest'
import { TokenBucket } from '../../src/outbox/token-bucket.ts'

const START = 1_000_000

describe('TokenBucket', () => {
  it.each([
    { name: 'a full bucket', taken: 0, afterMs: 0, available: 5, waitMs: 0 },
    { name: 'a bucket with one left', taken: 4, afterMs: 0, available: 1, waitMs: 0 },
    { name: 'an empty bucket', taken: 5, afterMs: 0, available: 0, waitMs: 500 },
    { name: 'half a token', taken: 5, afterMs: 250, available: 0, waitMs: 250 },
    { name: 'one token after its time', taken: 5, afterMs: 500, available: 1, waitMs: 0 },
    { name: 'no more than the burst after a long rest', taken: 5, afterMs: 60_000, available: 5, waitMs: 0 },
    { name: 'a clock that went back', taken: 5, afterMs: -10_000, available: 0, waitMs: 500 },
  ])('$name: $available available, next in $waitMs ms', ({ taken, afterMs, available, waitMs }) => {
    const bucket = new TokenBucket({ perSecond: 2, burst: 5 }, START)
    bucket.take(taken, START)
    expect(bucket.available(START + afterMs)).toBe(available)
    expect(bucket.waitMs(START + afterMs)).toBe(waitMs)
  })

  it('lets through the burst and then the pace, whoever asks how often', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, START)
    let through = 0
    for (let now = START; now <= START + 10_000; now += 7) {
      const count = bucket.available(now)
      bucket.take(count, now)
      through += count
    }
    expect(through).toBeGreaterThanOrEqual(102)
    expect(through).toBeLessThanOrEqual(103)
  })
})
