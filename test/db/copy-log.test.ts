import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { copyLog, copyWholeLog } from '../../src/db/copy-log.ts'
import { createTestDatabase } from '../support/databases.ts'

it('goes on until a pass during which nobody wrote, after which the log begins anew', async () => {
  await using home = await createTestDatabase('sqlite')
  const file = home.url.slice('file:'.length)
  const writer = new SQLite(file)
  writer.pragma('journal_mode = WAL')
  writer.pragma('wal_autocheckpoint = 0')
  writer.exec('create table notes (text text)')
  const write = () => writer.prepare('insert into notes values (?)').run('x'.repeat(10_000))
  for (let row = 0; row < 50; row++) write()
  const copier = new SQLite(file)

  let passes = 0
  copyWholeLog(() => {
    const progress = copyLog(copier)
    if (++passes <= 3) write()
    return progress
  })
  expect(passes).toBe(5)
  const before = copyLog(copier).log
  write()
  expect(copyLog(copier).log).toBeLessThan(before / 10)

  copier.close()
  writer.close()
})

it('gives up for now where others write without a pause', () => {
  let log = 0
  copyWholeLog(() => ({ log: ++log, checkpointed: log }))
  expect(log).toBe(10)
})
