import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { measureOutbox } from '../../src/outbox/open-rows.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { ENGINES } from '../support/databases.ts'
import type { System } from '../support/system.ts'
import { announcement } from './support/announcement.ts'
import { arrivedInOrder, auditSends, auditTurns } from './support/ledger.ts'
import { askCalmly, startLoad } from './support/load.ts'
import { type Citizen, citizen, PLATFORMS } from './support/people.ts'
import { pick, seededChance } from './support/random.ts'
import { startScene } from './support/scene.ts'
import type { Stored } from './support/stored.ts'

const KILLS = 25
const PEOPLE_A_PLATFORM = 12
const ANNOUNCEMENTS_A_LIFE = 8
/** Of the kills, those that strike while the server starts. */
const SHARE_AT_START = 0.25
const START_MS = 1500
const LIFE_MS = 500
/** To have the moments of a failed run again. */
const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 32))

describe.concurrent.each(ENGINES)('a server on %s that is killed again and again', (engine) => {
  it(`loses nothing and does nothing twice (${KILLS} kills, KILL_SEED=${SEED})`, { timeout: 180_000 }, async () => {
    const chance = seededChance(SEED)
    await using scene = await startScene(engine, {
      // Enough for the sends of a kill to be under way when it comes; no limits but those under test.
      zalo: { openToAll: true, package: { requestsPerMinute: 1_000_000 }, keepSent: 1_000_000 },
      messenger: { openToAll: true, keepSent: 1_000_000 },
    })
    const { system, stored } = scene
    system.zalo.faults.slow(30)
    system.messenger.faults.slow(30)
    const people = PLATFORMS.flatMap((platform) =>
      Array.from({ length: PEOPLE_A_PLATFORM }, (_, number) => citizen(system, platform, number)),
    )
    const calm = await askCalmly(system, stored)
    await system.kill()
    const announced: string[] = []
    let interrupted = 0

    const load = startLoad({ system, people, chance, pauseMs: 1500 })
    for (let kill = 0; kill < KILLS; kill++) {
      if (chance() < SHARE_AT_START) {
        await killWhileItStarts(system, chance() * START_MS)
      } else {
        await system.start()
        announced.push(...(await announce(stored, people, chance, kill)))
        await delay(chance() * LIFE_MS)
        await system.kill()
      }
      interrupted += await countInterrupted(stored)
    }
    await system.start()
    await load.end()
    await stored.settled(30_000)

    // Had no kill struck a send, the test would prove little.
    expect(interrupted).toBeGreaterThan(0)
    expect(load.taken.length).toBeGreaterThan(people.length)
    expect(await auditTurns(stored, [...calm.taken, ...load.taken], calm.partsOf)).toEqual([])
    const { wrong, repeated } = await auditSends(stored, system)
    expect(wrong).toEqual([])
    expect(repeated).toBeLessThanOrEqual(interrupted)
    expect(announced.filter((text) => timesSent(system, text) > 1)).toEqual([])
    expect(people.filter(({ platform, id }) => platform === 'messenger' && !arrivedInOrder(system, id))).toEqual([])
  })
})

function timesSent(system: System, text: string): number {
  return [...system.zalo.sent, ...system.messenger.sent].filter((message) => message.text === text).length
}

async function killWhileItStarts(system: System, afterMs: number): Promise<void> {
  const starting = system.start().catch(() => {})
  await delay(afterMs)
  await system.kill()
  await starting
}

/** Puts messages of a broadcast into the outbox, as officers would; gives their texts. */
async function announce(
  stored: Stored,
  people: readonly Citizen[],
  chance: () => number,
  kill: number,
): Promise<string[]> {
  const texts = Array.from({ length: ANNOUNCEMENTS_A_LIFE }, (_, number) => `Tin ${kill}.${number}`)
  const rows = texts.map((text) => announcement(pick(chance, people), text))
  await insertOutbox(stored.db, stored.sealer, rows, systemClock.now())
  return texts
}

/** Messages whose call was under way when the process died. */
async function countInterrupted(stored: Stored): Promise<number> {
  return (await measureOutbox(stored.db)).sending
}
