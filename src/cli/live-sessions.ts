import { readConfig } from '../config.ts'
import { AppError } from '../core/errors.ts'
import { sandboxDataKey, sealerFor } from '../data-key.ts'
import { openDatabase } from '../db/open.ts'
import type { Flow } from '../engine/flow/flow.schema.ts'
import { type StrandedPlace, strandedPlaces } from '../engine/flow/stranded.ts'
import { readSession } from '../engine/session.ts'
import { contactStates } from '../people/contact-states.store.ts'
import { SANDBOX_DATA_KEY_FILE } from '../storage.ts'

/** What publishing the flows would do to the people in the middle of one. */
export interface LiveSessions {
  /** People with a form under way or put aside. */
  readonly people: number
  /** Those of them who would begin a flow anew, or lose one that is gone. */
  readonly stranded: number
  readonly places: readonly (StrandedPlace & { readonly people: number })[]
}

/**
 * Counts, over all stored sessions, those that stand where `flows` no longer have their step. Reads the database of the
 * settings in `env` and leaves its shape as it is. Throws an `AppError` when nothing is stored there yet.
 */
export async function countLiveSessions(
  flows: ReadonlyMap<string, Flow>,
  env: NodeJS.ProcessEnv,
): Promise<LiveSessions> {
  const config = readConfig(env)
  await using database = openDatabase(config.databaseUrl)
  const tables = await database.db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'contacts'))
    throw new AppError('database', 'DATABASE_URL names a database without people: name that of the running server.')
  const sealer = await sealerFor(config.dataKey ?? sandboxDataKey(SANDBOX_DATA_KEY_FILE), database.db)
  const counts = new Map<string, StrandedPlace & { people: number }>()
  let people = 0
  let stranded = 0
  for await (const state of contactStates(database.db, sealer)) {
    const session = readSession(state)
    const places = new Map(strandedPlaces(session, flows).map((place) => [Object.values(place).join(' '), place]))
    if (session.stack.length > 0) people += 1
    if (places.size > 0) stranded += 1
    for (const [key, place] of places) counts.set(key, { ...place, people: (counts.get(key)?.people ?? 0) + 1 })
  }
  const places = [...counts.entries()].sort(([one], [other]) => one.localeCompare(other)).map(([, place]) => place)
  return { people, stranded, places }
}
