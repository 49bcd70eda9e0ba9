import { describe, expect, it } from 'vitest'
import { Batcher } from '../../src/core/batcher.ts'
import { TimeSlice } from '../../src/core/time-slice.ts'

/** Doubles numbers; keeps each batch it was given. `refused` makes every batch that holds it fail. */
function doubling(options: { maxBatch?: number; refused?: number } = {}) {
  const batches: number[][] = []
  const batcher = new Batcher<number, number>(
    async (items) => {
      batches.push([...items])
      await new Promise(setImmediate)
      if (options.refused !== undefined && items.includes(options.refused)) throw new Error(`no ${options.refused}`)
      return items.map((item) => item * 2)
    },
    { maxBatch: options.maxBatch ?? 100 },
  )
  return { batcher, batches }
}

describe('Batcher', () => {
  it('runs an item alone at once', async () => {
    const { batcher, batches } = doubling()
    expect(await batcher.add(1)).toBe(2)
    expect(batches).toEqual([[1]])
  })

  it('runs together what was added together, and gives each its own result', async () => {
    const { batcher, batches } = doubling()
    expect(await Promise.all([1, 2, 3].map((item) => batcher.add(item)))).toEqual([2, 4, 6])
    expect(batches).toEqual([[1, 2, 3]])
  })

  it('gathers what comes while a batch is under way, in order', async () => {
    const { batcher, batches } = doubling()
    const first = batcher.add(1)
    await new Promise<void>((resolve) => setImmediate(resolve))
    const later = [2, 3, 4].map((item) => batcher.add(item))
    expect(batcher.depth).toBe(3)
    await Promise.all([first, ...later])
    expect(batches).toEqual([[1], [2, 3, 4]])
    expect(batcher.depth).toBe(0)
  })

  it('makes no batch larger than it may be', async () => {
    const { batcher, batches } = doubling({ maxBatch: 2 })
    await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)))
    expect(batches).toEqual([[1, 2], [3, 4], [5]])
  })

  it('lets the event loop turn between batches', async () => {
    const seen: string[] = []
    const batcher = new Batcher<number, null>(
      async (items) => {
        seen.push(`batch ${items.length}`)
        return items.map(() => null)
      },
      { maxBatch: 2 },
    )
    const all = Promise.all([1, 2, 3, 4].map((item) => batcher.add(item)))
    setImmediate(() => seen.push('something else'))
    await all
    expect(seen).toEqual(['batch 2', 'something else', 'batch 2'])
  })

  describe('with batches apart', () => {
    const APART_MS = 60
    function apart(maxBatch: number) {
      const begun: { readonly at: number; readonly items: readonly number[] }[] = []
      const batcher = new Batcher<number, null>(
        async (items) => {
          begun.push({ at: performance.now(), items })
          return items.map(() => null)
        },
        { maxBatch, apartMs: APART_MS },
      )
      return { batcher, begun }
    }

    it('runs an item alone at once, and gathers what comes in the time after it', async () => {
      const { batcher, begun } = apart(100)
      const added = performance.now()
      await batcher.add(1)
      expect(performance.now() - added).toBeLessThan(APART_MS)
      const second = batcher.add(2)
      await new Promise((resolve) => setTimeout(resolve, 5))
      await Promise.all([second, batcher.add(3)])
      expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]])
      expect((begun[1]?.at ?? 0) - (begun[0]?.at ?? 0)).toBeGreaterThanOrEqual(APART_MS - 2)
    })

    it('does not keep a full batch waiting', async () => {
      const { batcher, begun } = apart(2)
      await Promise.all([1, 2, 3, 4, 5, 6].map((item) => batcher.add(item)))
      expect(begun.map(({ items }) => items.length)).toEqual([2, 2, 2])
      expect((begun[2]?.at ?? 0) - (begun[0]?.at ?? 0)).toBeLessThan(APART_MS)
    })
  })

  it('shares its time with what else is computed', async () => {
    const slice = new TimeSlice(1)
    const seen: string[] = []
    const batcher = new Batcher<number, null>(
      async (items) => {
        seen.push(`batch ${items.length}`)
        return items.map(() => null)
      },
      { maxBatch: 10, slice },
    )
    const others = [1, 2].map(async (other) => {
      await slice.enter()
      seen.push(`other ${other}`)
    })
    await Promise.all([...others, batcher.add(1)])
    expect(seen).toEqual(['other 1', 'other 2', 'batch 1'])
  })

  it('lets a bad item fail by itself', async () => {
    const { batcher, batches } = doubling({ refused: 2 })
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
    expect(results).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new Error('no 2') },
      { status: 'fulfilled', value: 6 },
    ])
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  it('goes on after a failure', async () => {
    const { batcher } = doubling({ refused: 1 })
    await expect(batcher.add(1)).rejects.toThrow('no 1')
    expect(await batcher.add(2)).toBe(4)
  })

  it('runs one batch at a time', async () => {
    let running = 0
    let most = 0
    const batcher = new Batcher<number, null>(
      async (items) => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 2))
        running -= 1
        return items.map(() => null)
      },
      { maxBatch: 3 },
    )
    await Promise.all(Array.from({ length: 20 }, (_, index) => batcher.add(index)))
    expect(most).toBe(1)
  })
})
