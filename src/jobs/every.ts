import { schedule } from 'node-cron'

/**
 * Does `work` at the times of a cron expression, never twice at once; `atOnce`: now as well. Disposing ends it and waits
 * for what is under way. `work` must not reject.
 */
export function every(
  expression: string,
  work: () => Promise<void>,
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): AsyncDisposable {
  let running: Promise<void> | null = null
  const begin = (): void => {
    running ??= work().finally(() => {
      running = null
    })
  }
  if (atOnce) begin()
  const task = schedule(expression, begin, { timezone: 'Asia/Ho_Chi_Minh' })
  return {
    async [Symbol.asyncDispose]() {
      await task.stop()
      await running
    },
  }
}
