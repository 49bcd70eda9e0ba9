import type { TimeSlice } from './time-slice.ts'

/** Long computing in steps, each of which takes no more than a few milliseconds; what is computed comes at the end. */
export type Stepwise<Result> = Generator<void, Result>

/** Computes all of it now. */
export function atOnce<Result>(steps: Stepwise<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Computes it step by step, between which others are let in. */
export async function inSlices<Result>(steps: Stepwise<Result>, slice: TimeSlice): Promise<Result> {
  for (;;) {
    await slice.enter()
    const step = steps.next()
    if (step.done) return step.value
  }
}
