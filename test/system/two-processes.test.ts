import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { waitUntil } from '../support/system.ts'
import { postUntilTaken, textCall } from './support/http.ts'
import { arrivedInOrder, auditSends, auditTurns } from './support/ledger.ts'
import { askCalmly, startLoad } from './support/load.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { seededChance } from './support/random.ts'
import { startScene } from './support/scene.ts'

const OAUTH_PATH = '/v4/oa/access_token'
const PEOPLE = Array.from({ length: 12 }, (_, number) => number + 1)

describe('two processes on one PostgreSQL', { timeout: 60_000 }, () => {
  it('share the work: one answer each, in order, and one renewal of the token', async () => {
    await using scene = await startScene('postgres', { zalo: { openToAll: true }, messenger: { openToAll: true } })
    const { system, stored } = scene
    const peer = await system.startPeer()
    const calm = await askCalmly(system, stored)
    const people = PLATFORMS.flatMap((platform) => PEOPLE.map((number) => citizen(system, platform, number)))

    // Everybody's events go to one process and the other in turns.
    const urls = [system.url, peer.url]
    const load = startLoad({ system, people, chance: seededChance(2), urls, pauseMs: 100 })
    await delay(1_500)
    system.zalo.faults.expireAccessToken()
    await delay(1_500)
    await load.end()
    await stored.settled(15_000)

    expect(load.taken.length).toBeGreaterThan(2 * people.length)
    expect(await auditTurns(stored, [...calm.taken, ...load.taken], calm.partsOf)).toEqual([])
    expect(await auditSends(stored, system)).toEqual({ wrong: [], repeated: 0 })
    expect(people.filter(({ platform, id }) => platform === 'messenger' && !arrivedInOrder(system, id))).toEqual([])
    expect(system.zalo.calls.byPath[OAUTH_PATH]).toBe(1)
  })

  it('stand in for each other: when the one that sends is killed, the other goes on', async () => {
    await using scene = await startScene('postgres', { zalo: { openToAll: true }, messenger: { openToAll: true } })
    const { system, stored } = scene
    const peer = await system.startPeer()
    const people = PLATFORMS.map((platform) => citizen(system, platform, 1))
    const ask = async (number: number) => {
      for (const { platform, id } of people) {
        const call = textCall(system, platform, { from: id, messageId: `m-${number}`, text: 'cảm ơn' })
        await postUntilTaken([peer.url], call)
      }
    }
    await ask(1)
    await stored.settled()

    // It was there first, and so it holds the right to send.
    await system.kill()
    await ask(2)
    await waitUntil('answers of the other', () => people.every((person) => person.received().length === 2), 5_000)

    await system.start()
    await peer.kill()
    for (const person of people) expect(await person.writes('xin chào')).toBe(200)
    await waitUntil('answers of the first', () => people.every((person) => person.received().length === 3), 5_000)
  })
})
