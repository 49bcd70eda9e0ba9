import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { AppError } from './core/errors.ts'

const stop = new AbortController()
// `on`: at Ctrl-C the terminal and npm both send it, and the second must not cut the stop short.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())

try {
  await using app = await createApp(readConfig(process.env))
  app.announce()
  // Node would write what it compiled at a polite end only; the next start is to be quick after a crash, too.
  flushCompileCache()
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
} catch (error) {
  // What an operator can set right is told in words; anything else is a bug and shows its stack.
  console.error(error instanceof AppError ? error.message : error)
  process.exitCode = 1
}
