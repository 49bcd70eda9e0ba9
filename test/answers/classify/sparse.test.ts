import { describe, expect, it } from 'vitest'
import { buildingSparse, type SeenTexts } from '../../../src/answers/classify/sparse.ts'
import { atOnce } from '../../../src/core/stepwise.ts'

/** Texts by their class and the numbers of their features. */
function seen(texts: readonly (readonly [of: number, features: readonly number[]])[]): SeenTexts {
  return {
    count: texts.length,
    of: Int32Array.from(texts, ([of]) => of),
    featuresOf: (text) => Int32Array.from(texts[text]?.[1] ?? []),
  }
}

describe('a classifier by nearness', () => {
  const classify = atOnce(
    buildingSparse(
      3,
      6,
      seen([
        [0, [0, 1]],
        [1, [0, 2]],
        [2, [3, 4]],
        [0, [1, 5]],
      ]),
    ),
  )

  it('gives the class with a text like it nearly all, and all classes together one', () => {
    const likely = classify(Int32Array.from([0, 1]))
    expect(likely[0]).toBeGreaterThan(0.9)
    expect(likely.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5)
  })

  it('counts a feature the more, the fewer classes have it', () => {
    const likely = classify(Int32Array.from([0, 2]))
    expect(likely[1]).toBeGreaterThan(likely[0] ?? 0)
  })

  it('knows nothing of a text of which it knows no feature', () => {
    expect([...classify(new Int32Array())]).toEqual([1 / 3, 1 / 3, 1 / 3].map((share) => expect.closeTo(share, 5)))
  })
})
