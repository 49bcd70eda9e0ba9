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

  it.each([
    { name: 'when the first enters', before: async () => {} },
    { name: 'after the loop has turned', before: () => new Promise<void>((resolve) => setImmediate(resolve)) },
  ])('counts what a piece does after promises that need nothing outside, $name', async ({ before }) => {
    const slice = new TimeSlice(5)
    let begun = 0
    const seen: number[] = []
    const watch = setInterval(() => seen.push(begun), 1)
    await before()
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await slice.enter()
        begun += 1
        for (let step = 0; step < 20; step++) await null
        computeFor(6)
      }),
    )
    clearInterval(watch)
    // Each piece is longer than a slice: the loop turned after every one of them.
    expect(new Set(seen.filter((at) => at > 0 && at < 10)).size).toBeGreaterThanOrEqual(5)
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
