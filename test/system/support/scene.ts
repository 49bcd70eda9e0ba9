import type { Engine } from '../../../src/db/open.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { type System, type SystemOptions, startSystem } from '../../support/system.ts'
import { openStored, type Stored } from './stored.ts'

/**
 * A running system on a database of its own, with a view into that database. All tables are there before it starts: that
 * a server makes them itself stands in `storage-failure` (PostgreSQL) and wherever a sandbox is started (SQLite).
 */
export interface Scene extends AsyncDisposable {
  readonly system: System
  readonly stored: Stored
  readonly databaseUrl: string
}

export async function startScene(engine: Engine, options: Omit<SystemOptions, 'databaseUrl'> = {}): Promise<Scene> {
  await using parts = new AsyncDisposableStack()
  const { url: databaseUrl } = parts.use(await createTestDatabase(engine, { migrated: true }))
  const system = parts.use(await startSystem({ databaseUrl, ...options }))
  const stored = parts.use(openStored(databaseUrl))
  const running = parts.move()
  return { system, stored, databaseUrl, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/**
 * One scene for all cases of a `describe`: `beforeAll(scene.start)`, `afterAll(scene.end)`, and `scene.now` within the
 * cases.
 */
export function sharedScene(engine: Engine, options: Omit<SystemOptions, 'databaseUrl'> = {}) {
  let running: Scene | null = null
  return {
    start: async () => {
      running = await startScene(engine, options)
    },
    end: async () => {
      await running?.[Symbol.asyncDispose]()
    },
    get now(): Scene {
      if (!running) throw new Error('the scene runs within cases only')
      return running
    },
  }
}
