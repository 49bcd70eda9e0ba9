import { expect, it } from 'vitest'
import { doChores } from '../../src/jobs/chores.ts'

it('chores are done in order, and one that fails is logged and leaves the others alone', async () => {
  const done: string[] = []
  const failures: unknown[] = []
  const log = { info() {}, warn() {}, debug() {}, error: (fields: object) => failures.push(fields) }
  const chore = (name: string) => ({ name, run: async () => done.push(name) })
  const broken = { name: 'broken', run: () => Promise.reject(new Error('no disk')) }
  await doChores([chore('first'), broken, chore('last')], log)
  expect(done).toEqual(['first', 'last'])
  expect(failures).toMatchObject([{ chore: 'broken', err: { message: 'no disk' } }])
})
