import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'

it('a new database file, and those beside it, are for their owner’s eyes alone', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'open-')), 'new/gan-dan.db')
  await using database = openDatabase(`file:${file}`)
  await migrate(database)
  for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777, path).toBe(0o600)
})
