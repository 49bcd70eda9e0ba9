import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Db, Engine } from '../../src/db/open.ts'
import { isRelaxed, relaxedStatement, relaxedTransaction } from '../../src/db/relaxed-transaction.ts'
import { findSetting, keepSetting } from '../../src/db/settings.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'

/** How the engine is set to wait for the disk at a commit, in its own words. */
async function waitingForDisk(db: Db, engine: Engine): Promise<unknown> {
  if (engine === 'sqlite')
    return (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous
  return (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db)).rows[0]?.synchronous_commit
}

const WAITS_NOT = { sqlite: 1, postgres: 'off' } as const

describeOnBothEngines('relaxed transaction', (context) => {
  it('writes all of its work', async () => {
    await relaxedTransaction(context.db, (trx) => keepSetting(trx, 'name', 'value'))
    expect(await findSetting(context.db, 'name')).toBe('value')
  })

  it('writes nothing of work that fails', async () => {
    const failing = relaxedTransaction(context.db, async (trx) => {
      await keepSetting(trx, 'name', 'value')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await findSetting(context.db, 'name')).toBeUndefined()
  })

  it.each([
    { ending: 'success', work: async () => {} },
    { ending: 'failure', work: () => Promise.reject(new Error('no')) },
  ])('does not wait for the disk, and leaves other transactions as they were after a $ending', async ({ work }) => {
    const { db, engine } = context
    const before = await waitingForDisk(db, engine)
    for (let time = 0; time < 2; time++) {
      const within = relaxedTransaction(db, async (trx) => {
        expect(await waitingForDisk(trx, engine)).toBe(WAITS_NOT[engine])
        await work()
      })
      await within.catch(() => {})
      expect(await waitingForDisk(db, engine)).toBe(before)
    }
  })

  it('does not wait for the disk with a single statement either, and only with that one', async () => {
    const { db, engine } = context
    await keepSetting(db, 'name', 'value')
    const before = await waitingForDisk(db, engine)
    const during: unknown[] = []
    await relaxedStatement(db, async (one) => {
      const how = engine === 'sqlite' ? sql`'sqlite'` : sql`current_setting('synchronous_commit')`
      // The condition is looked at before what is written is made.
      const { rows } = await sql<{ value: string }>`
        update settings set value = ${how} where name = 'name' and ${isRelaxed(one)} returning value`.execute(one)
      during.push(engine === 'sqlite' ? await waitingForDisk(one, engine) : rows[0]?.value)
    })
    expect(during).toEqual([WAITS_NOT[engine]])
    expect(await waitingForDisk(db, engine)).toBe(before)
  })
})
