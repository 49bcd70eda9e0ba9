import type { Log } from '../core/log.ts'

/** Something to be done again and again: safe to repeat, and in several processes at once. */
export interface Chore {
  readonly name: string
  readonly run: () => Promise<unknown>
}

/** Does one after the other. One that fails is logged and leaves the others alone; its next turn comes with the next call. */
export async function doChores(chores: readonly Chore[], log: Log): Promise<void> {
  for (const { name, run } of chores) {
    try {
      await run()
    } catch (error) {
      log.error({ chore: name, err: error }, 'a chore failed; it is tried again with the next round')
    }
  }
}
