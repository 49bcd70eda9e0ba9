import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { administer, databaseUrl, type PostgresServer, startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * Answers with a `PostgresAnswer` about the run's PostgreSQL, which the first question starts: at `/` for an empty
     * database, at `/migrated` for one with all tables.
     */
    postgresBroker: string
  }
}

export interface PostgresAnswer {
  /** Of the maintenance database, as a superuser. */
  readonly serverUrl: string
  /** The database of which to make a copy. */
  readonly template: string
}

const EMPTY = 'template1'
const MIGRATED = 'migrated'

/**
 * One PostgreSQL for a run of tests, started by the first file that asks for it: a run of files that need none does not
 * pay for it. Asking goes over HTTP because test files run in processes of their own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | null = null
  let migrated: Promise<void> | null = null
  const answer = async (path: string | undefined): Promise<PostgresAnswer> => {
    server ??= startPostgresServer({ durable: false })
    const { url: serverUrl } = await server
    if (path !== `/${MIGRATED}`) return { serverUrl, template: EMPTY }
    migrated ??= makeMigrated(serverUrl)
    await migrated
    return { serverUrl, template: MIGRATED }
  }
  const broker = createServer((request, response) => {
    answer(request.url).then(
      (found) => response.end(JSON.stringify(found)),
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

/** A database to copy: a copy takes half as long as to create one and migrate it. */
async function makeMigrated(serverUrl: string): Promise<void> {
  await administer(serverUrl, `create database ${MIGRATED}`)
  await using database = openDatabase(databaseUrl(serverUrl, MIGRATED))
  await migrate(database)
}
