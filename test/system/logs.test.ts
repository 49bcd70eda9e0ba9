import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER, SANDBOX_ZALO } from '../../src/sandbox/index.ts'
import { ENGINES } from '../support/databases.ts'
import { accountsAt, waitUntil } from '../support/system.ts'
import { post, textCall } from './support/http.ts'
import { citizen, PLATFORMS, personId } from './support/people.ts'
import { sharedScene } from './support/scene.ts'
import type { Stored } from './support/stored.ts'

/** What a person gave that no log may hold. */
const TYPED = 'quên mật khẩu vneid của bà Nguyễn Thị Lựu số nhà 17'
const PHONE = '84912345678'
const NAME = 'Nguyễn Thị Lựu'
const STAFF_WORDS = 'Cán bộ Trần Văn Mít sẽ gọi lại'

describe.concurrent.each(ENGINES)('the log of a server on %s, at its most talkative', (engine) => {
  const scene = sharedScene(engine, { env: { LOG_LEVEL: 'trace' }, zalo: { echoes: true, retrySpeedUp: 1_000 } })
  beforeAll(scene.start)
  afterAll(scene.end)

  it('holds nothing of a person and no secret, whatever goes wrong', async () => {
    const { system, stored } = scene.now
    const { zalo, messenger } = system

    await Promise.all(PLATFORMS.map(talkThroughTrouble))
    await zalo.person(personId('zalo', 2)).submitsForm({ name: NAME, phone: PHONE, address: 'số nhà 17' })
    await zalo.person(personId('zalo', 3)).withdraws()
    await zalo.staffWrites(personId('zalo', 4), STAFF_WORDS)
    await messenger.staffWrites(personId('messenger', 4), STAFF_WORDS)
    await messenger.person(personId('messenger', 5)).comments(TYPED)
    await messenger.person(personId('messenger', 6)).optsIn('a-token-of-the-person', NAME)

    // Refused for good, in the platform's own words, which name the person.
    zalo.faults.fail({ error: -201, message: `user ${personId('zalo', 7)} is invalid: ${TYPED}` }, { times: 2 })
    await citizen(system, 'zalo', 7).writes(TYPED)
    messenger.faults.fail({ code: 100, message: `recipient ${personId('messenger', 7)}: ${TYPED}` }, { times: 2 })
    await citizen(system, 'messenger', 7).writes(TYPED)
    await stored.settled(15_000)
    zalo.faults.clear()
    messenger.faults.clear()
    zalo.faults.killRefreshToken()
    zalo.faults.expireAccessToken()
    messenger.faults.killToken()
    for (const platform of PLATFORMS) await citizen(system, platform, 8).writes(TYPED)
    await breakStorage()
    await waitUntil('the dead tokens in the log', () => system.log().includes('could not be renewed'))

    const secrets = Object.entries(accountsAt({ zaloUrl: '', messengerUrl: '' }))
      .filter(([name, value]) => /TOKEN|SECRET|KEY|PASSWORD/.test(name) && value !== '')
      .map(([, value]) => value)
    const forbidden = [
      ...[TYPED, 'Lựu', 'lựu', 'số nhà', PHONE, PHONE.slice(2), STAFF_WORDS, 'Trần Văn Mít', 'a-token-of-the-person'],
      ...PLATFORMS.flatMap((platform) => [1, 2, 3, 4, 5, 6, 7, 8].map((number) => personId(platform, number))),
      ...secrets,
      'fake-at-',
      'fake-rt-',
    ]
    expect(secrets).toEqual(expect.arrayContaining([SANDBOX_ZALO.appSecret, SANDBOX_MESSENGER.pageToken]))
    expect(linesWith(system.log(), forbidden)).toEqual([])
    // There was something to be silent about.
    expect(system.log().split('\n').length).toBeGreaterThan(5)
  })

  /** Writes and sends this and that, the last of it while the platform does not work. */
  async function talkThroughTrouble(platform: (typeof PLATFORMS)[number]): Promise<void> {
    const { system, stored } = scene.now
    const person = citizen(system, platform, 1)
    for (const text of [TYPED, 'xin chào', 'gặp cán bộ', 'dừng', `${NAME} ${PHONE}`]) await person.writes(text)
    for (const thing of ['image', 'audio', 'location', 'file'] as const) await person.sends(thing)
    await stored.settled(15_000)
    system[platform].faults.fail({ http: 503 }, { times: 1 })
    await person.writes(TYPED)
    await stored.settled(15_000)
    system[platform].faults.fail('cut', { times: 1 })
    await person.writes(TYPED)
    await stored.settled(15_000)
    await forge(platform)
  }

  /** A forged call, a changed one and one that is no JSON. */
  async function forge(platform: (typeof PLATFORMS)[number]): Promise<void> {
    const { system } = scene.now
    const call = textCall(system, platform, { from: personId(platform, 1), messageId: 'forged', text: TYPED })
    await post(system.url, { ...call, headers: {} })
    await post(system.url, { ...call, body: `${call.body} ` })
    await post(system.url, { ...call, body: `${TYPED} ${PHONE}` })
  }

  /** Makes the storage refuse an event, and then a turn. */
  async function breakStorage(): Promise<void> {
    const { system, stored } = scene.now
    const call = textCall(system, 'zalo', { from: personId('zalo', 8), messageId: 'refused', text: TYPED })
    const allow = await refuseEvents(stored)
    expect((await post(system.url, call)).status).toBe(503)
    await allow()
    await sql`alter table support_entries rename to support_away`.execute(stored.db)
    await citizen(system, 'messenger', 8).writes('gặp cán bộ')
    await waitUntil('the refused turn in the log', () => system.log().includes('a turn could not be stored'))
    await sql`alter table support_away rename to support_entries`.execute(stored.db)
  }
})

/** Whatever is put into the inbox is refused, on PostgreSQL with an error that repeats the whole row. */
async function refuseEvents({ db, engine }: Stored): Promise<() => Promise<unknown>> {
  if (engine === 'postgres') {
    await sql`alter table inbox add constraint nothing_new check (external_id <> 'refused') not valid`.execute(db)
    return () => sql`alter table inbox drop constraint nothing_new`.execute(db)
  }
  await sql`create trigger nothing_new before insert on inbox begin select raise(abort, 'nothing new'); end`.execute(db)
  return () => sql`drop trigger nothing_new`.execute(db)
}

/** Log lines in which one of the forbidden words stands, however it is escaped. */
function linesWith(log: string, forbidden: readonly string[]): string[] {
  const spellings = forbidden.flatMap((word) => [word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word)])
  return log.split('\n').filter((line) => spellings.some((word) => line.includes(word)))
}
