import type { Config } from './config.ts'
import type { Log } from './core/log.ts'
import { sandboxDataKey, sealerFor } from './data-key.ts'
import { startCheckpointer } from './db/checkpointer.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase } from './db/open.ts'
import type { Sealer } from './db/seal.ts'
import { findContactsWithWork } from './inbox/inbox.store.ts'
import { createLocalLocks } from './jobs/local-locks.ts'
import { createLocalQueue } from './jobs/local-queue.ts'
import type { Locks } from './jobs/locks.ts'
import type { PostgresQueueOptions } from './jobs/postgres-queue.ts'
import type { WorkQueue } from './jobs/work-queue.ts'

export const SANDBOX_DATA_KEY_FILE = 'var/data.key'
/** Contacts whose turns run at once. Most turns are over in a millisecond; those that ask a model wait. */
const CONCURRENT_TURNS = 256
const MAX_WAITING_CONTACTS = 10_000

/** Database, encryption, locks and queue: one of the two engines behind one face. */
export interface Storage extends AsyncDisposable {
  readonly database: Database
  readonly dataKey: Buffer
  readonly sealer: Sealer
  readonly locks: Locks
  readonly queue: WorkQueue
}

/** Opens the storage of the settings and brings it to this version's shape. Throws an `AppError` with the cure. */
export async function openStorage(config: Pick<Config, 'databaseUrl' | 'dataKey'>, log: Log): Promise<Storage> {
  await using parts = new AsyncDisposableStack()
  const database = parts.use(openDatabase(config.databaseUrl))
  await migrate(database)
  const dataKey = config.dataKey ?? sandboxDataKey(SANDBOX_DATA_KEY_FILE)
  const sealer = await sealerFor(dataKey, database.db)
  const { db } = database
  const findWork = (limit: number) => findContactsWithWork(db, limit)
  const onError = (error: unknown) => log.error({ err: error }, 'the work queue met a storage failure')
  const work = { findWork, concurrency: CONCURRENT_TURNS, onError }
  const { locks, queue } =
    database.engine === 'sqlite'
      ? { locks: createLocalLocks(), queue: createLocalQueue({ ...work, maxWaiting: MAX_WAITING_CONTACTS }) }
      : await jobsOnPostgres({ db, connectionString: config.databaseUrl, ...work })
  parts.use(locks)
  parts.use(database.path === null ? null : await startCheckpointer(db, database.path))
  const running = parts.move()
  return {
    database,
    dataKey,
    sealer,
    locks,
    queue,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Read only where it is used: what PostgreSQL's queue brings would make every start on SQLite slower. */
async function jobsOnPostgres(options: Omit<PostgresQueueOptions, 'locks'>): Promise<Pick<Storage, 'locks' | 'queue'>> {
  const [{ createPostgresLocks }, { createPostgresQueue }] = await Promise.all([
    import('./jobs/postgres-locks.ts'),
    import('./jobs/postgres-queue.ts'),
  ])
  const locks = createPostgresLocks(options.connectionString)
  return { locks, queue: createPostgresQueue({ ...options, locks }) }
}
