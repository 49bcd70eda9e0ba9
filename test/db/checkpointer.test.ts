import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { startCheckpointer } from '../../src/db/checkpointer.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { findSetting, keepSetting } from '../../src/db/settings.store.ts'
import { createTestDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'

const ROWS = 200
const VALUE = 'x'.repeat(5000)

it('brings into the database file what was committed to the log, while the database stays open', async () => {
  await using home = await createTestDatabase('sqlite')
  await using database = openDatabase(home.url)
  await migrate(database)
  const file = home.url.slice('file:'.length)
  await using _checkpointer = await startCheckpointer(database.db, file)

  for (let row = 0; row < ROWS; row++) await keepSetting(database.db, `name ${row}`, VALUE)
  await eventually(() => expect(statSync(file).size).toBeGreaterThan(ROWS * VALUE.length))

  expect(await findSetting(database.db, `name ${ROWS - 1}`)).toBe(VALUE)
})

it('ends when it is told to, and the log with it when the database is closed', async () => {
  await using home = await createTestDatabase('sqlite')
  const file = home.url.slice('file:'.length)
  {
    await using database = openDatabase(home.url)
    await migrate(database)
    await using _checkpointer = await startCheckpointer(database.db, file)
    await keepSetting(database.db, 'name', VALUE)
  }
  expect(() => statSync(`${file}-wal`)).toThrow('ENOENT')
  await using again = openDatabase(home.url)
  expect(await findSetting(again.db, 'name')).toBe(VALUE)
})
