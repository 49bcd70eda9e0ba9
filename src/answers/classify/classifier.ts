import { IntList } from '../../core/int-list.ts'
import { atOnce, type Stepwise } from '../../core/stepwise.ts'
import type { Word } from '../text/reader.ts'
import { featuresOf } from './features.ts'
import { buildingSparse, type SeenTexts } from './sparse.ts'

export interface Sample {
  /** Number of the class, from 0. */
  readonly of: number
  readonly words: readonly Word[]
}

/** How likely a text belongs to each class, by its words: numbers from 0 to 1 that add up to 1. */
export type Classifier = (words: readonly Word[]) => Float32Array

/** Measured: more rounds take time at start and change no decision. */
const EPOCHS = 2
const RATE = 4
/** Weights for each feature of each class: 64 MB of them, sixteen times what some hundred topics need. */
const MAX_WEIGHTS = 16_000_000
/** A class that is as good as excluded for a sample learns nothing more from it. */
const LEAST_ERROR = 0.02

/**
 * A linear classifier (softmax regression, trained with AdaGrad) of the samples into `classes` classes; of thousands of
 * classes, where that would take minutes, one by nearness alone. The same samples always give the same classifier.
 */
export function trainClassifier(classes: number, samples: readonly Sample[]): Classifier {
  return atOnce(trainingOf(classes, samples))
}

/** The training of `trainClassifier`, a sample a step. `further` samples are learned after all others, which they do not stir. */
export function* trainingOf(
  classes: number,
  samples: readonly Sample[],
  further: readonly Sample[] = [],
): Stepwise<Classifier> {
  const numbers = new Map<string, number>()
  const seen = yield* seeing([...samples, ...further], numbers)
  const knownOf = (words: readonly Word[]): Int32Array => {
    const known: number[] = []
    for (const feature of featuresOf(words)) {
      const number = numbers.get(feature)
      if (number !== undefined) known.push(number)
    }
    return Int32Array.from(known)
  }
  if (numbers.size * classes > MAX_WEIGHTS) {
    const nearness = yield* buildingSparse(classes, numbers.size, seen)
    return (words) => nearness(knownOf(words))
  }
  const weights = new Float32Array(numbers.size * classes)
  const steps = new Float32Array(numbers.size)
  const likely = new Float32Array(classes)
  const wrongly = new Int32Array(classes)

  for (const [first, count] of [
    [0, samples.length],
    [samples.length, further.length],
  ] as const) {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const at of orderOf(count)) {
        const features = seen.featuresOf(first + at)
        predict(weights, features, likely)
        learn(weights, steps, features, likely, seen.of[first + at] as number, wrongly)
        yield
      }
    }
  }
  return (words) => {
    const result = new Float32Array(classes)
    predict(weights, knownOf(words), result)
    return result
  }
}

/** The samples by the numbers of their features, to which those that are new are added; a sample a step. */
function* seeing(samples: readonly Sample[], numbers: Map<string, number>): Stepwise<SeenTexts> {
  const from = new IntList()
  const features = new IntList()
  for (const { words } of samples) {
    from.push(features.length)
    for (const feature of featuresOf(words)) {
      let number = numbers.get(feature)
      if (number === undefined) {
        number = numbers.size
        numbers.set(feature, number)
      }
      features.push(number)
    }
    yield
  }
  from.push(features.length)
  const [starts, all] = [from.numbers, features.numbers]
  return {
    count: samples.length,
    of: Int32Array.from(samples, ({ of }) => of),
    featuresOf: (text) => all.subarray(starts[text], starts[text + 1]),
  }
}

/** Samples stand in the order of their classes: taken with a stride that is prime to their number, they mix. */
function* orderOf(count: number): Generator<number> {
  let stride = Math.max(1, Math.floor(count * 0.618))
  while (greatestCommonDivisor(stride, count) !== 1) stride++
  for (let step = 0, at = 0; step < count; step++, at = (at + stride) % count) yield at
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other)
}

function predict(weights: Float32Array, features: Int32Array, into: Float32Array): void {
  const classes = into.length
  addRows(weights, features, into)
  const scale = 1 / Math.sqrt(features.length || 1)
  let highest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < classes; c++) if ((into[c] as number) > highest) highest = into[c] as number
  let sum = 0
  for (let c = 0; c < classes; c++) {
    const power = Math.exp(((into[c] as number) - highest) * scale)
    into[c] = power
    sum += power
  }
  for (let c = 0; c < classes; c++) into[c] = (into[c] as number) / sum
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

/** Moves the weights of the sample's features against the error; features often seen move less. */
function learn(
  weights: Float32Array,
  steps: Float32Array,
  features: Int32Array,
  likely: Float32Array,
  right: number,
  wrongly: Int32Array,
): void {
  const classes = likely.length
  const scale = 1 / Math.sqrt(features.length || 1)
  let square = 0
  let count = 0
  likely[right] = (likely[right] as number) - 1
  for (let c = 0; c < classes; c++) {
    const error = likely[c] as number
    if (error < LEAST_ERROR && error > -LEAST_ERROR) continue
    square += error * error
    wrongly[count++] = c
  }
  if (count === 0) return
  for (let f = 0; f < features.length; f++) {
    const feature = features[f] as number
    steps[feature] = (steps[feature] as number) + square * scale * scale
    const rate = (RATE * scale) / Math.sqrt((steps[feature] as number) + 1e-6)
    const from = feature * classes
    for (let w = 0; w < count; w++) {
      const c = wrongly[w] as number
      weights[from + c] = (weights[from + c] as number) - rate * (likely[c] as number)
    }
  }
}
