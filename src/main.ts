import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { readConfig } from './config.ts'
import { AppError } from './core/errors.ts'

// From the second start on Node takes the compiled sources from there: a quicker start, and 20 MB less memory. Where the
// folder may not be written it does without.
enableCompileCache(resolve(import.meta.dirname, '../node_modules/.cache/compiled'))
const { createApp } = await import('./app.ts')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

try {
  await using app = await createApp(readConfig(process.env))
  app.announce()
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
} catch (error) {
  // What an operator can set right is told in words; anything else is a bug and shows its stack.
  console.error(error instanceof AppError ? error.message : error)
  process.exitCode = 1
}
