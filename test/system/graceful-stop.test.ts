import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/databases.ts'
import { auditSends, auditTurns } from './support/ledger.ts'
import { askCalmly, startLoad } from './support/load.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { seededChance } from './support/random.ts'
import { startScene } from './support/scene.ts'

const STOPS = 3

describe.concurrent.each(ENGINES)('a server on %s that is asked to stop', (engine) => {
  it('finishes what it has begun, takes nothing new, and forgets and repeats nothing', {
    timeout: 60_000,
  }, async () => {
    await using scene = await startScene(engine, { zalo: { openToAll: true }, messenger: { openToAll: true } })
    const { system, stored } = scene
    const calm = await askCalmly(system, stored)
    system.zalo.faults.slow(50)
    system.messenger.faults.slow(50)
    const people = PLATFORMS.flatMap((platform) =>
      [1, 2, 3, 4, 5, 6].map((number) => citizen(system, platform, number)),
    )
    const load = startLoad({ system, people, chance: seededChance(1), pauseMs: 100 })

    for (let stop = 0; stop < STOPS; stop++) {
      await delay(400)
      const asked = performance.now()
      expect(await system.stop()).toBe(0)
      expect(performance.now() - asked).toBeLessThan(4_000)
      expect(await countSending()).toBe(0)
      await expect(fetch(`${system.url}/healthz`)).rejects.toThrow()
      await system.start()
    }
    await load.end()
    await stored.settled(15_000)
    expect(load.taken.length).toBeGreaterThan(people.length)
    expect(await auditTurns(stored, [...calm.taken, ...load.taken], calm.partsOf)).toEqual([])
    expect(await auditSends(stored, system)).toEqual({ wrong: [], repeated: 0 })

    async function countSending(): Promise<number> {
      const rows = await stored.db.selectFrom('outbox').select('id').where('status', '=', 'sending').execute()
      return rows.length
    }
  })
})
