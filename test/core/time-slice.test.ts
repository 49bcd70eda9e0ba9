import { describe, expect, it } from 'vitest'
import { TimeSlice } from '../../src/core/time-slice.ts'

function computeFor(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('TimeSlice', () => {
  it('lets the event loop turn while a long row of pieces is computed', async () => {
    const slice = new TimeSlice(5)
    const turns: number[] = []
    let done = 0
    const watch = setInterval(() => turns.push(done), 1)
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await slice.enter()
        computeFor(3)
        done += 1
      }),
    )
    clearInterval(watch)
    expect(done).toBe(20)
    // At most two pieces begin in a slice of 5 ms, so that others had their turn at least nine times between.
    expect(turns.filter((at) => at > 0 && at < 20).length).toBeGreaterThanOrEqual(5)
  })

  it('does not hold up pieces that fit into the slice', async () => {
    const slice = new TimeSlice(1000)
    await slice.enter()
    let turned = false
    setImmediate(() => {
      turned = true
    })
    for (let piece = 0; piece < 100; piece++) await slice.enter()
    expect(turned).toBe(false)
  })
})
