const RATE = 4
/** A class that is as good as excluded for a sample learns nothing more from it. */
const LEAST_ERROR = 0.02

/** The weights of a linear classifier: nine of ten are 0, and only the others are kept. */
export interface LinearModel {
  readonly classes: number
  /** The weights of feature `f` lie from `from[f]` to `from[f + 1]`. */
  readonly from: Int32Array
  readonly inClass: Uint16Array
  readonly weights: Float32Array
}

/** How likely a text with these features, by their numbers, belongs to each class; together 1. */
export function likelihoods({ classes, from, inClass, weights }: LinearModel, features: Int32Array): Float32Array {
  const sums = new Float32Array(classes)
  for (let f = 0; f < features.length; f++) {
    const feature = features[f] as number
    const end = from[feature + 1] as number
    for (let at = from[feature] as number; at < end; at++) {
      const c = inClass[at] as number
      sums[c] = (sums[c] as number) + (weights[at] as number)
    }
  }
  softmax(sums, 1 / Math.sqrt(features.length || 1))
  return sums
}

/** Softmax regression, trained with AdaGrad (Duchi, Hazan and Singer 2011) with one rate for each feature. */
export class Training {
  readonly #features: number
  readonly #classes: number
  /** A row of all classes for each feature: most samples are of features that have learned something of most classes. */
  readonly #weights: Float32Array
  /** What the rate of each feature has been used up by. */
  readonly #squares: Float32Array
  readonly #likely: Float32Array
  readonly #wrongly: Int32Array

  constructor(features: number, classes: number) {
    this.#features = features
    this.#classes = classes
    this.#weights = new Float32Array(features * classes)
    this.#squares = new Float32Array(features)
    this.#likely = new Float32Array(classes)
    this.#wrongly = new Int32Array(classes)
  }

  /** Moves the weights of a sample's features towards its class; features often seen move less. */
  learn(features: Int32Array, right: number): void {
    const scale = 1 / Math.sqrt(features.length || 1)
    const likely = this.#likely
    addRows(this.#weights, features, likely)
    softmax(likely, scale)
    likely[right] = (likely[right] as number) - 1
    let square = 0
    let count = 0
    for (let c = 0; c < likely.length; c++) {
      const error = likely[c] as number
      if (error < LEAST_ERROR && error > -LEAST_ERROR) continue
      square += error * error
      this.#wrongly[count++] = c
    }
    if (count === 0) return
    for (let f = 0; f < features.length; f++) {
      const feature = features[f] as number
      const used = (this.#squares[feature] as number) + square * scale * scale
      this.#squares[feature] = used
      this.#move(feature * this.#classes, (RATE * scale) / Math.sqrt(used + 1e-6), count)
    }
  }

  /** Against the errors of the first `count` of the classes that were wrong. */
  #move(row: number, rate: number, count: number): void {
    const [weights, likely, wrongly] = [this.#weights, this.#likely, this.#wrongly]
    for (let at = 0; at < count; at++) {
      const c = wrongly[at] as number
      weights[row + c] = (weights[row + c] as number) - rate * (likely[c] as number)
    }
  }

  /** What was learned so far. */
  model(): LinearModel {
    const from = new Int32Array(this.#features + 1)
    let size = 0
    for (let at = 0; at < this.#weights.length; at++) {
      if (this.#weights[at] !== 0) size++
      if ((at + 1) % this.#classes === 0) from[(at + 1) / this.#classes] = size
    }
    const inClass = new Uint16Array(size)
    const weights = new Float32Array(size)
    let next = 0
    for (let at = 0; at < this.#weights.length; at++) {
      const weight = this.#weights[at] as number
      if (weight === 0) continue
      inClass[next] = at % this.#classes
      weights[next++] = weight
    }
    return { classes: this.#classes, from, inClass, weights }
  }
}

/** Sums the features' weights by class. Two rows at a time: writing the sums back takes most of the time. */
function addRows(weights: Float32Array, features: Int32Array, into: Float32Array): void {
  const classes = into.length
  into.fill(0)
  const even = features.length - (features.length % 2)
  for (let f = 0; f < even; f += 2) {
    const one = (features[f] as number) * classes
    const other = (features[f + 1] as number) * classes
    for (let c = 0; c < classes; c++) {
      into[c] = (into[c] as number) + (weights[one + c] as number) + (weights[other + c] as number)
    }
  }
  if (even === features.length) return
  const last = (features[even] as number) * classes
  for (let c = 0; c < classes; c++) into[c] = (into[c] as number) + (weights[last + c] as number)
}

/** Makes likelihoods that add up to 1 of sums of weights, in place. */
function softmax(sums: Float32Array, scale: number): void {
  let highest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < sums.length; c++) if ((sums[c] as number) > highest) highest = sums[c] as number
  let total = 0
  for (let c = 0; c < sums.length; c++) {
    const power = Math.exp(((sums[c] as number) - highest) * scale)
    sums[c] = power
    total += power
  }
  for (let c = 0; c < sums.length; c++) sums[c] = (sums[c] as number) / total
}
