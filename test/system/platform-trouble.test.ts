import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { ENGINES } from '../support/databases.ts'
import type { System } from '../support/system.ts'
import { saysArticle } from './support/knowledge.ts'
import { type Citizen, citizen, PLATFORMS } from './support/people.ts'
import { sharedScene, startScene } from './support/scene.ts'
import type { Stored } from './support/stored.ts'

const MINUTE_MS = 60_000
const QUESTIONS = [
  { text: 'quen mat khau vneid', topic: 'vneid.quen-mat-khau' },
  { text: 'dang ky vneid muc 2 can gi', topic: 'vneid.dang-ky-muc-2' },
  { text: 'vneid là gì', topic: 'vneid.la-gi' },
]

async function askAll(person: Citizen): Promise<void> {
  for (const { text } of QUESTIONS) expect(await person.writes(text)).toBe(200)
}

/** The topics of what a person was told, in order. */
function topicsTold(person: Citizen): (string | undefined)[] {
  const told = person.received().map((message) => message.text)
  return told.map((text) => QUESTIONS.find(({ topic }) => saysArticle(text, topic))?.topic)
}

const ALL_TOPICS = QUESTIONS.map(({ topic }) => topic)

function attemptsOf({ db }: Stored, person: Citizen) {
  const rows = db.selectFrom('outbox').select(['status', 'attempts']).where('contact_id', '=', person.contact)
  return rows.orderBy('id').execute()
}

describe.concurrent.each(ENGINES)('trouble at a platform, stored in %s', (engine) => {
  const scene = sharedScene(engine)
  beforeAll(scene.start)
  afterAll(scene.end)
  let people = 0

  /** Only calls for this person are struck, so that the cases may run together. */
  function strike(system: System, person: Citizen, trouble: 'cut' | 'cutBefore' | 'html' | 'http 503' | 'slow'): void {
    const { faults } = system[person.platform]
    const rule = { times: 1, match: ({ body }: { body: Buffer }) => body.includes(person.id) }
    if (trouble === 'slow') faults.slow(2_500, rule)
    else faults.fail(trouble === 'http 503' ? { http: 503 } : trouble, rule)
  }

  it.each(
    PLATFORMS.flatMap(
      (platform) =>
        [
          { platform, trouble: 'http 503', name: 'says 503', told: ALL_TOPICS },
          { platform, trouble: 'html', name: "shows a proxy's error page", told: ALL_TOPICS },
          { platform, trouble: 'slow', name: 'answers slowly', told: ALL_TOPICS },
          { platform, trouble: 'cutBefore', name: 'hangs up before it did anything', told: ALL_TOPICS },
          // Nobody can know whether the first one arrived: a reply is rather said twice than never.
          { platform, trouble: 'cut', name: 'hangs up after it delivered', told: [ALL_TOPICS[0], ...ALL_TOPICS] },
        ] as const,
    ),
  )('$platform $name: every answer arrives, in order', async ({ platform, trouble, told }) => {
    const { system, stored } = scene.now
    const person = citizen(system, platform, ++people)
    strike(system, person, trouble)
    await askAll(person)
    await stored.settled(15_000)
    expect(topicsTold(person)).toEqual(told)
    expect((await attemptsOf(stored, person)).map((row) => row.status)).toEqual(['sent', 'sent', 'sent'])
  })

  // Not beside the others: it holds up all of Messenger.
  it('Messenger says slow down and is left alone; what waits goes out in order after a restart', {
    concurrent: false,
  }, async () => {
    const { system, stored } = scene.now
    const pair = [1, 2].map(() => citizen(system, 'messenger', ++people))
    const calls = system.messenger.calls.total
    system.messenger.faults.fail({ code: 613 }, { times: 1 })
    await pair[0]?.writes('quen mat khau vneid')
    await delay(300)
    for (const person of pair.slice(1)) await askAll(person)
    await delay(1_500)
    expect(system.messenger.calls.total).toBe(calls + 1)
    for (const person of pair)
      for (const row of await attemptsOf(stored, person)) expect(row).toEqual({ status: 'queued', attempts: 0 })

    await system.stop()
    await system.start()
    await stored.settled()
    for (const person of pair.slice(1)) expect(topicsTold(person)).toEqual(ALL_TOPICS)
  })
})

describe.concurrent.each(ENGINES)('a platform that says slow down, stored in %s', { timeout: 90_000 }, (engine) => {
  it('Zalo is left alone until its next minute, and no message loses a try', async () => {
    await using scene = await startScene(engine, { env: { FAKE_NOW: secondsBeforeTheMinute(18) } })
    const { system, stored } = scene
    const people = [1, 2, 3].map((number) => citizen(system, 'zalo', number))
    await untilServersMinuteNearsItsEnd(system, stored)
    system.zalo.faults.fail({ error: -32 }, { times: 1 })
    const calls = system.zalo.calls.total
    await people[0]?.writes('quen mat khau vneid')
    await delay(300)
    for (const person of people.slice(1)) await askAll(person)
    await delay(500)
    expect(system.zalo.calls.total).toBe(calls + 1)

    await stored.settled(75_000)
    for (const person of people.slice(1)) expect(topicsTold(person)).toEqual(ALL_TOPICS)
    for (const person of people)
      for (const row of await attemptsOf(stored, person)) expect(row).toEqual({ status: 'sent', attempts: 1 })
  })
})

/** Four seconds are left: enough to see that nothing is sent, and not long to wait. */
async function untilServersMinuteNearsItsEnd(system: System, stored: Stored): Promise<void> {
  await citizen(system, 'zalo', 9).writes('cảm ơn')
  const { received_at } = await stored.db.selectFrom('inbox').select('received_at').executeTakeFirstOrThrow()
  await stored.settled()
  await delay((MINUTE_MS + 56_000 - (received_at % MINUTE_MS)) % MINUTE_MS)
}

/** A time for the server's clock to start at, so that Zalo's minute is soon over, yet not before the server is ready. */
function secondsBeforeTheMinute(seconds: number): string {
  return new Date(Math.ceil(systemClock.now() / MINUTE_MS) * MINUTE_MS - seconds * 1000).toISOString()
}
