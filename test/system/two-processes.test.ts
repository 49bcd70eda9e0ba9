import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerProcess } from '../support/server-process.ts'
import { waitUntil } from '../support/system.ts'
import { post, postUntilTaken, textCall } from './support/http.ts'
import { arrivedInOrder, auditSends, auditTurns } from './support/ledger.ts'
import { askCalmly, type Parts, startLoad, type Taken, type Utterance } from './support/load.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { seededChance } from './support/random.ts'
import { sharedScene } from './support/scene.ts'

const OAUTH_PATH = '/v4/oa/access_token'
const PEOPLE = Array.from({ length: 12 }, (_, number) => number + 1)

describe('two processes on one PostgreSQL', { timeout: 60_000 }, () => {
  const scene = sharedScene('postgres', { zalo: { openToAll: true }, messenger: { openToAll: true } })
  let peer: ServerProcess
  let partsOf: Parts
  /** Whatever the processes took, in whichever case: the audits see all that is stored. */
  const taken: Taken[] = []

  beforeAll(async () => {
    await scene.start()
    const { system, stored } = scene.now
    peer = await system.startPeer()
    const calm = await askCalmly(system, stored)
    partsOf = calm.partsOf
    taken.push(...calm.taken)
  })
  afterAll(scene.end)

  it('share the work: one answer each, in order, and one renewal of the token', async () => {
    const { system, stored } = scene.now
    if (peer.pid === 0) await peer.start()
    const people = PLATFORMS.flatMap((platform) => PEOPLE.map((number) => citizen(system, platform, number)))

    // Everybody's events go to one process and the other in turns.
    const urls = [system.url, peer.url]
    const load = startLoad({ system, people, chance: seededChance(2), urls, pauseMs: 100 })
    await delay(1_500)
    system.zalo.faults.expireAccessToken()
    await delay(1_500)
    await load.end()
    await stored.settled(15_000)
    taken.push(...load.taken)

    expect(load.taken.length).toBeGreaterThan(2 * people.length)
    expect(await auditTurns(stored, taken, partsOf)).toEqual([])
    expect(await auditSends(stored, system)).toEqual({ wrong: [], repeated: 0 })
    expect(people.filter(({ platform, id }) => platform === 'messenger' && !arrivedInOrder(system, id))).toEqual([])
    expect(system.zalo.calls.byPath[OAUTH_PATH]).toBe(1)
  })

  it('stand in for each other: when the one that sends is killed, the other goes on', async () => {
    const { system, stored } = scene.now
    if (peer.pid === 0) await peer.start()
    const people = PLATFORMS.map((platform) => citizen(system, platform, 21))
    const asking = (number: number, text: Utterance) =>
      people.map((person) => {
        const messageId = `${person.platform} ${number}`
        taken.push({ person, messageId, text })
        return textCall(system, person.platform, { from: person.id, messageId, text })
      })
    const ask = async (number: number) => {
      for (const call of asking(number, 'cảm ơn')) await postUntilTaken([peer.url], call)
    }
    await ask(1)
    await stored.settled()

    // It was there first, and so it holds the right to send.
    await system.kill()
    await ask(2)
    await waitUntil('answers of the other', () => people.every((person) => person.received().length === 2), 5_000)

    await system.start()
    await peer.kill()
    for (const call of asking(3, 'xin chào')) expect((await post(system.url, call)).status).toBe(200)
    await waitUntil('answers of the first', () => people.every((person) => person.received().length === 3), 5_000)
  })
})
