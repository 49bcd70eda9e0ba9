import { startDueRuns } from '../../../src/broadcasts/start-due-runs.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sealer } from '../../support/samples.ts'
import { accounts, noLog, provinces, rules } from './world.ts'

/** A process that looks at the clock once: `run-due.ts <database> <UTC ms>`. Says "placed" for every batch it commits. */
const [url = '', at = ''] = process.argv.slice(2)
await using database = openDatabase(url)
await startDueRuns({
  db: database.db,
  sealer,
  rules,
  provinces,
  accounts,
  clock: { now: () => Number(at) },
  log: { ...noLog, error: (fields) => console.error(fields) },
  onQueued: () => process.stdout.write('placed\n'),
})
