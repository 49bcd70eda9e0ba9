import { ChangedMeanwhile } from '../core/errors.ts'

/** Somebody else teaching at the same time is rare; three times in a row, something is wrong. */
const MAX_TRIES = 3

/** Does anew what another process changed the ground of meanwhile (`ChangedMeanwhile`). */
export async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries === MAX_TRIES) throw error
    }
  }
}

/** Does one thing after the other: of two lessons judged at once, each would be judged without the other. */
export function createLine(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work, work)
    last = result.catch(() => {})
    return result
  }
}
