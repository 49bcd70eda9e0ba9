import { describe, expect, it } from 'vitest'
import { atOnce, inSlices, type Stepwise } from '../../src/core/stepwise.ts'
import { TimeSlice } from '../../src/core/time-slice.ts'

/** Counts to a number, a millisecond each. */
function* countTo(end: number): Stepwise<number> {
  let count = 0
  while (count < end) {
    const until = performance.now() + 1
    while (performance.now() < until);
    count++
    yield
  }
  return count
}

describe('long computing in steps', () => {
  it('gives the same at once and in slices', async () => {
    expect([atOnce(countTo(5)), await inSlices(countTo(5), new TimeSlice(1))]).toEqual([5, 5])
  })

  it('lets others in between the slices', async () => {
    let turns = 0
    let counting = true
    const turn = () => {
      turns++
      if (counting) setImmediate(turn)
    }
    setImmediate(turn)
    await inSlices(countTo(20), new TimeSlice(2))
    counting = false
    expect(turns).toBeGreaterThan(5)
  })
})
