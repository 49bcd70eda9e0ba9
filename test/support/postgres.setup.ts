import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the URL of the run's PostgreSQL, which the first question starts. */
    postgresBroker: string
  }
}

/**
 * One PostgreSQL for a run of tests, started by the first file that asks for it: a run of files that need none does not
 * pay for it. Asking goes over HTTP because test files run in processes of their own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | null = null
  const broker = createServer((_request, response) => {
    server ??= startPostgresServer({ durable: false })
    server.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(broker, 'listening')
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given')
  project.provide('postgresBroker', `http://127.0.0.1:${address.port}`)

  return async () => {
    broker.close()
    broker.closeAllConnections()
    const started = await server?.catch(() => null)
    await started?.[Symbol.asyncDispose]()
  }
}
