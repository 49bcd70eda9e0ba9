import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 10

/** Repeats `check` until it passes; after `withinMs` its last failure is the test's. */
export async function eventually(check: () => Promise<void> | void, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(PAUSE_MS)
    }
  }
}
