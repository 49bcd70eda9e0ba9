import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { batchOf } from '../../src/broadcasts/run.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { person } from '../support/samples.ts'
import { createWorld, HOUR, MINUTE, MORNING, type World } from './support/world.ts'

const EIGHT = MORNING + HOUR
const PEOPLE = 3000
const SCRIPT = join(import.meta.dirname, 'support/run-due.ts')

describeOnBothEngines('a run over several processes', (context) => {
  const everyone = Array.from({ length: PEOPLE }, (_, index) => person(index))
  const begin = (now: number): ChildProcess =>
    spawn(process.execPath, [SCRIPT, context.url, String(now)], { stdio: ['ignore', 'pipe', 'inherit'] })

  async function expectEveryoneOnce(world: World, id: Parameters<World['runs']>[0]): Promise<void> {
    const runs = await world.runs(id)
    expect(runs).toHaveLength(1)
    const batch = batchOf(runs[0]?.id ?? 0)
    const rows = await context.db.selectFrom('outbox').select(['contact_id', 'batch']).execute()
    expect(rows).toHaveLength(PEOPLE)
    expect(new Set(rows.map((row) => row.contact_id)).size).toBe(PEOPLE)
    expect(rows.every((row) => row.batch === batch)).toBe(true)
    const recipients = await context.db.selectFrom('broadcast_recipients').select('contact_id').execute()
    expect(recipients).toHaveLength(PEOPLE)
  }

  it('goes on after a kill where it was, and writes to nobody twice', async () => {
    const world = createWorld(context.db)
    await world.people(everyone)
    const { id } = await world.approved()

    const first = begin(EIGHT)
    await once(first.stdout as NodeJS.ReadableStream, 'data')
    first.kill('SIGKILL')
    await once(first, 'exit')
    const half = (await world.outbox()).length
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(PEOPLE)

    const second = begin(EIGHT + MINUTE)
    await once(second, 'exit')
    expect(second.exitCode).toBe(0)
    await expectEveryoneOnce(world, id)
  }, 30_000)

  it('is begun once and shared when all look at the clock together', async () => {
    const world = createWorld(context.db)
    await world.people(everyone)
    const { id } = await world.approved()
    await world.tick()

    const processes = [begin(EIGHT), begin(EIGHT), begin(EIGHT)]
    await Promise.all(processes.map((child) => once(child, 'exit')))

    expect(processes.map((child) => child.exitCode)).toEqual([0, 0, 0])
    // Who came second stopped where it met the first; what is left comes with the next look.
    await world.tick(EIGHT + MINUTE)
    await expectEveryoneOnce(world, id)
  }, 30_000)

  it('is begun once when many do so within one process', async () => {
    const world = createWorld(context.db)
    await world.people(everyone.slice(0, 450))
    const { id } = await world.approved()
    await world.tick()
    await Promise.all(Array.from({ length: 4 }, () => world.tick(EIGHT)))
    await world.tick(EIGHT + MINUTE)
    expect(await world.runs(id)).toHaveLength(1)
    expect(await world.outbox()).toHaveLength(450)
    expect(world.errors).toEqual([])
  })
})
