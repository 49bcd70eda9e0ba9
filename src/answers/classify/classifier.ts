import { NumberList } from '../../core/number-list.ts'
import { atOnce, type Stepwise } from '../../core/stepwise.ts'
import { type PackedTexts, TextTable, UNKNOWN } from '../../core/text-table.ts'
import type { Word } from '../text/reader.ts'
import { featuresOf } from './features.ts'
import { type LinearModel, likelihoods, Training } from './linear.ts'
import { buildingSparse, type SeenTexts } from './sparse.ts'

export interface Sample {
  /** Number of the class, from 0. */
  readonly of: number
  readonly words: readonly Word[]
}

/** How likely a text belongs to each class, by its words: numbers from 0 to 1 that add up to 1. */
export type Classifier = (words: readonly Word[]) => Float32Array

/** What a classifier was trained to, as numbers alone. */
export interface PackedClassifier {
  readonly features: PackedTexts
  readonly model: LinearModel
}

export interface Trained {
  readonly classify: Classifier
  /** null of what is better trained anew than kept. */
  readonly packed: (() => PackedClassifier) | null
}

/** Measured: more rounds take time at start and change no decision. */
const EPOCHS = 2
/** Weights for each feature of each class: 64 MB of them, sixteen times what some hundred topics need. */
const MAX_WEIGHTS = 16_000_000

/**
 * A linear classifier (softmax regression, trained with AdaGrad) of the samples into `classes` classes; of thousands of
 * classes, where that would take minutes, one by nearness alone. The same samples always give the same classifier.
 */
export function trainClassifier(classes: number, samples: readonly Sample[]): Classifier {
  return atOnce(trainingOf(classes, samples)).classify
}

/** The training of `trainClassifier`, a sample a step. `further` samples are learned after all others, which they do not stir. */
export function* trainingOf(
  classes: number,
  samples: readonly Sample[],
  further: readonly Sample[] = [],
): Stepwise<Trained> {
  const known = TextTable.empty()
  const seen = yield* seeing([...samples, ...further], known)
  if (known.size * classes > MAX_WEIGHTS) {
    const nearness = yield* buildingSparse(classes, known.size, seen)
    return { classify: (words) => nearness(numbersOf(known, words)), packed: null }
  }
  const training = new Training(known.size, classes)
  for (const [first, count] of [
    [0, samples.length],
    [samples.length, further.length],
  ] as const) {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const at of orderOf(count)) {
        training.learn(seen.featuresOf(first + at), seen.of[first + at] as number)
        yield
      }
    }
  }
  const model = training.model()
  const packed = () => ({ features: known.packed(), model })
  return { classify: (words) => likelihoods(model, numbersOf(known, words)), packed }
}

/** The classifier that was packed. */
export function classifierOf({ features, model }: PackedClassifier): Classifier {
  const known = TextTable.of(features)
  return (words) => likelihoods(model, numbersOf(known, words))
}

/** The numbers of the features of `words` that were seen in training. */
function numbersOf(known: TextTable, words: readonly Word[]): Int32Array {
  const numbers: number[] = []
  for (const feature of featuresOf(words)) {
    const number = known.find(feature)
    if (number !== UNKNOWN) numbers.push(number)
  }
  return Int32Array.from(numbers)
}

/** The samples by the numbers of their features; `known` learns those that are new; a sample a step. */
function* seeing(samples: readonly Sample[], known: TextTable): Stepwise<SeenTexts> {
  const from = NumberList.ofInts()
  const features = NumberList.ofInts()
  for (const { words } of samples) {
    from.push(features.length)
    for (const feature of featuresOf(words)) features.push(known.add(feature))
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
