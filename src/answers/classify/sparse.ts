import type { Stepwise } from '../../core/stepwise.ts'

/** Texts of classes, by the numbers of their features. */
export interface SeenTexts {
  readonly count: number
  /** The class of each text. */
  readonly of: Int32Array
  featuresOf(text: number): Int32Array
}

/** A feature of more classes than this says next to nothing about which it is. */
const MAX_CLASSES_A_FEATURE = 200
/** How much likelier a class with the very words of a text is than one that shares none of them: e to this. */
const SHARPNESS = 20

/**
 * A classifier for more classes than a weight for each feature of each can be kept and trained for: how near a text is to
 * each class' texts together (cosine, features weighed by their rarity). Made in time and memory that grow with the texts.
 */
export function* buildingSparse(
  classes: number,
  features: number,
  seen: SeenTexts,
): Stepwise<(text: Int32Array) => Float32Array> {
  const { from, inClass, counts } = yield* countByFeature(classes, features, seen)
  const rarity = Float32Array.from({ length: features }, (_, feature) => {
    const holding = (from[feature + 1] as number) - (from[feature] as number)
    return holding === 0 || holding > MAX_CLASSES_A_FEATURE ? 0 : Math.log(1 + classes / holding)
  })
  const squares = new Float64Array(classes)
  for (let feature = 0; feature < features; feature++) {
    for (let at = from[feature] as number; at < (from[feature + 1] as number); at++) {
      const weight = (1 + Math.log(counts[at] as number)) * (rarity[feature] as number)
      counts[at] = weight
      squares[inClass[at] as number] = (squares[inClass[at] as number] as number) + weight * weight
    }
  }
  yield
  const lengths = squares.map((square) => Math.sqrt(square) || 1)

  return (text) => {
    const near = new Float32Array(classes)
    let square = 0
    for (const feature of text) {
      const rare = rarity[feature] as number
      if (rare === 0) continue
      square += rare * rare
      for (let at = from[feature] as number; at < (from[feature + 1] as number); at++) {
        const c = inClass[at] as number
        near[c] = (near[c] as number) + rare * (counts[at] as number)
      }
    }
    const length = Math.sqrt(square) || 1
    let sum = 0
    for (let c = 0; c < classes; c++) {
      const shared = near[c] as number
      const power = shared === 0 ? 1 : Math.exp((SHARPNESS * shared) / (length * (lengths[c] as number)))
      near[c] = power
      sum += power
    }
    for (let c = 0; c < classes; c++) near[c] = (near[c] as number) / sum
    return near
  }
}

/** For each feature, from `from[feature]` on, the classes that have it and in how many of their texts. */
function* countByFeature(
  classes: number,
  features: number,
  seen: SeenTexts,
): Stepwise<{ from: Int32Array; inClass: Int32Array; counts: Float32Array }> {
  const byClass: number[][] = Array.from({ length: classes }, () => [])
  for (let text = 0; text < seen.count; text++) byClass[seen.of[text] as number]?.push(text)
  const lastClass = new Int32Array(features).fill(-1)
  const from = new Int32Array(features + 1)
  for (const [c, texts] of byClass.entries()) {
    for (const text of texts) {
      for (const feature of seen.featuresOf(text)) {
        if (lastClass[feature] === c) continue
        lastClass[feature] = c
        from[feature + 1] = (from[feature + 1] as number) + 1
      }
    }
    yield
  }
  for (let feature = 0; feature < features; feature++) {
    from[feature + 1] = (from[feature + 1] as number) + (from[feature] as number)
  }
  const inClass = new Int32Array(from[features] as number)
  const counts = new Float32Array(inClass.length)
  const next = from.slice(0, features)
  lastClass.fill(-1)
  for (const [c, texts] of byClass.entries()) {
    for (const text of texts) {
      for (const feature of seen.featuresOf(text)) {
        if (lastClass[feature] !== c) {
          lastClass[feature] = c
          inClass[next[feature] as number] = c
          next[feature] = (next[feature] as number) + 1
        }
        const at = (next[feature] as number) - 1
        counts[at] = (counts[at] as number) + 1
      }
    }
    yield
  }
  return { from, inClass, counts }
}
