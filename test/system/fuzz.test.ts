import fc from 'fast-check'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '../support/databases.ts'
import { anyHeaders, anyJson, genuineBody, mutated, signedBody } from './support/hostile.ts'
import { PLATFORMS, type Platform } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

/** Calls made at once; a run of fast-check is one such bunch, so that thousands of cases take seconds. */
const BUNCH = 50
const FORGED_BUNCHES = 60
const SIGNED_BUNCHES = 45

const agent = new Agent({ connections: 16 })
afterAll(() => agent.close())

describe.each(ENGINES)('hostile input to a server on %s', (engine) => {
  const scene = sharedScene(engine, { zalo: { openToAll: true }, messenger: { openToAll: true } })
  beforeAll(scene.start)
  afterAll(scene.end)

  it(`that no platform signed never gets through (${FORGED_BUNCHES * BUNCH} calls)`, { timeout: 60_000 }, async () => {
    const { stored } = scene.now
    const before = await stored.count()
    const call = fc.record({
      platform: fc.constantFrom(...PLATFORMS),
      body: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        anyJson.map((json) => Buffer.from(json)),
        genuineBody.chain(mutated),
      ),
      headers: anyHeaders,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: BUNCH, maxLength: BUNCH }), async (calls) => {
        const statuses = await Promise.all(calls.map(send))
        expect(statuses.filter((status) => ![400, 401, 413, 415].includes(status))).toEqual([])
      }),
      { numRuns: FORGED_BUNCHES },
    )
    expect(await stored.count()).toEqual(before)
  })

  it(`that a platform did sign is never too much for the server (${SIGNED_BUNCHES * BUNCH} calls)`, {
    timeout: 60_000,
  }, async () => {
    const { system, stored } = scene.now
    const call = fc.constantFrom(...PLATFORMS).chain((platform) =>
      signedBody(platform).map((body) => ({
        platform,
        body: Buffer.from(body),
        headers: system[platform].signed(body),
      })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: BUNCH, maxLength: BUNCH }), async (calls) => {
        const statuses = await Promise.all(calls.map(send))
        expect(statuses.filter((status) => ![200, 400, 401].includes(status))).toEqual([])
      }),
      { numRuns: SIGNED_BUNCHES },
    )
    await stored.settled(30_000)
    const failed = await stored.db.selectFrom('inbox').select('type').where('failure', 'is not', null).execute()
    expect(failed).toEqual([])
    expect((await stored.count()).inbox).toBeGreaterThan(SIGNED_BUNCHES)
    expect(
      system
        .log()
        .split('\n')
        .filter((line) => line.includes('"level":50')),
    ).toEqual([])
    expect((await fetch(`${system.url}/readyz`)).status).toBe(200)
  })

  async function send(call: { platform: Platform; body: Buffer; headers: Record<string, string> }): Promise<number> {
    const answer = await request(`${scene.now.system.url}/webhooks/${call.platform}`, {
      dispatcher: agent,
      method: 'POST',
      body: call.body,
      headers: call.headers,
    })
    await answer.body.dump()
    return answer.statusCode
  }
})
