import { describe, expect, it } from 'vitest'
import { LatestMap } from '../../src/core/latest-map.ts'

describe('a map of what was asked for lately', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)

  it('keeps what is asked for again and again, whatever else comes', () => {
    const map = new LatestMap<string, number>(10)
    map.set('usual', 1)
    for (const rare of numbers(1000)) {
      map.set(`rare ${rare}`, rare)
      expect(map.get('usual')).toBe(1)
    }
  })

  it('keeps the half of its limit that was used last, and never more than its limit', () => {
    const map = new LatestMap<number, number>(10)
    for (const number of numbers(1000)) map.set(number, number)
    const kept = numbers(1000).filter((number) => map.get(number) !== undefined)
    expect(kept).toEqual(expect.arrayContaining([995, 996, 997, 998, 999]))
    expect(kept.length).toBeLessThanOrEqual(10)
  })

  it('gives the value that was set last', () => {
    const map = new LatestMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    expect(map.get('a')).toBe(3)
  })
})
