import { describe, expect, it } from 'vitest'
import { addClass } from '../../src/classes/class.store.ts'
import { listRegistrations } from '../../src/classes/registration.store.ts'
import { sessionsOf } from '../../src/classes/schedule.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import type { Db } from '../../src/db/open.ts'
import { GIA_LAI, plan } from '../classes/support/samples.ts'
import { ENGINES } from '../support/databases.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type System, waitUntil } from '../support/system.ts'
import { postUntilTaken, textCall } from './support/http.ts'
import { type Citizen, citizen } from './support/people.ts'
import { startScene } from './support/scene.ts'

/** The class of the samples begins on the evening of 10/10/2026. */
const NOW = '2026-10-01T09:00:00+07:00'
const PEOPLE = 500
const SEATS = 30
/** How many had a place when the server is killed: in the middle of the seats, and of the waiting list. */
const KILLED_AT = [10, 200]
/** Turns that a server has under way at once: who writes at the same moment may be served in any order. */
const UNDER_WAY_AT_ONCE = 256
const LAST_WORD = 'consent'
const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
const MIDDLE_NAMES = ['Văn', 'Thị', 'Đức', 'Ngọc', 'Minh']
const GIVEN_NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Phúc']

/** Five hundred different people with a phone each. */
function personOf(number: number): { name: string; phone: string } {
  const given = GIVEN_NAMES[number % 10]
  const family = FAMILY_NAMES[Math.floor(number / 10) % 10]
  const middle = MIDDLE_NAMES[Math.floor(number / 100) % 5]
  return { name: `${family} ${middle} ${given}`, phone: `0912345${String(number).padStart(3, '0')}` }
}

describe.each(ENGINES)('five hundred people who want thirty seats, stored in %s', (engine) => {
  it('get thirty, the others an unbroken line, and each is told the truth, though the server is killed', {
    timeout: 120_000,
  }, async () => {
    await using scene = await startScene(engine, {
      env: { FAKE_NOW: NOW },
      zalo: { openToAll: true, package: { requestsPerMinute: 1_000_000 }, keepSent: 1_000_000 },
      messenger: { openToAll: true, keepSent: 1_000_000 },
    })
    const { system, stored } = scene
    const { db, sealer } = stored
    const now = Date.parse(NOW)
    const planned = plan({ province: GIA_LAI, commune: quyNhon, capacity: SEATS })
    const lessons = sessionsOf(planned.schedule, new Set())
    const classId = await addClass(db, planned, lessons, { ids: createIds(() => now), now })
    const people = Array.from({ length: PEOPLE }, (_, number) =>
      citizen(system, number % 2 === 0 ? 'zalo' : 'messenger', number + 1),
    )
    await everybodyWrites(system, people, 'wish', () => 'đăng ký lớp')
    await everybodyWrites(system, people, 'place', () => 'phường Quy Nhơn')
    await everybodyWrites(system, people, 'class', () => '1')
    await everybodyWrites(system, people, 'person', (number) => Object.values(personOf(number)).join(', '))
    await stored.settled(60_000)
    for (const [number, one] of people.entries()) expect(lastOf(one)).toContain(`người học: ${personOf(number).name}`)
    const before = people.map((one) => one.received().length)

    // All are asked for their consent; now they give it at the same moment.
    const racing = everybodyWrites(system, people, LAST_WORD, () => 'đồng ý')
    for (const registered of KILLED_AT) {
      await waitUntil('the race is under way', async () => (await placesGiven(db)) >= registered, 60_000)
      await system.kill()
      await system.start()
    }
    await racing
    await stored.settled(60_000)

    const registrations = await listRegistrations(db, sealer, classId)
    expect(registrations.map(({ position }) => position)).toEqual(Array.from({ length: PEOPLE }, (_, at) => at + 1))
    expect(new Set(registrations.map(({ contact }) => contact)).size).toBe(PEOPLE)
    expect(registrations.map(({ status }) => status)).toEqual(
      registrations.map((_, at) => (at < SEATS ? 'registered' : 'waiting')),
    )
    const row = await db.selectFrom('classes').select(['taken', 'waiting']).executeTakeFirstOrThrow()
    expect(row).toEqual({ taken: SEATS, waiting: PEOPLE - SEATS })

    const arrived = await whoArrived(db)
    const placeOf = new Map(registrations.map(({ contact, position }) => [contact, position]))
    const moved = arrived.map((contact, at) => Math.abs((placeOf.get(contact) ?? 0) - at - 1))
    expect(Math.max(...moved)).toBeLessThanOrEqual(UNDER_WAY_AT_ONCE)

    for (const { contact, name, position, code } of registrations) {
      const number = people.findIndex((one) => one.contact === contact)
      const answers = people[number]?.received().slice(before[number]) ?? []
      const answer = answers.map(({ text }) => text).join('\n')
      expect(name).toBe(personOf(number).name)
      expect(code).toBe(`LC12-${String(position).padStart(3, '0')}`)
      expect(answer).toContain(position <= SEATS ? 'Đã giữ chỗ' : `đứng thứ ${position - SEATS} trong hàng chờ`)
      expect(answer).toContain(code)
    }
  })
})

function lastOf(one: Citizen): string {
  return one.received().at(-1)?.text ?? ''
}

async function placesGiven(db: Db): Promise<number> {
  return (await db.selectFrom('classes').select('arrivals').executeTakeFirstOrThrow()).arrivals
}

/** Whose last words arrived, in the order of their arrival. */
async function whoArrived(db: Db): Promise<ContactId[]> {
  const rows = await db
    .selectFrom('inbox')
    .select('contact_id')
    .where('external_id', 'like', `%-${LAST_WORD}`)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.contact_id).filter((contact) => contact !== null)
}

/** Each writes at once; what the server does not take is posted again, as the platforms do. */
async function everybodyWrites(
  system: System,
  people: readonly Citizen[],
  round: string,
  textOf: (number: number) => string,
): Promise<void> {
  await Promise.all(
    people.map(({ platform, id }, number) => {
      const text = { from: id, messageId: `${id}-${round}`, text: textOf(number) }
      return postUntilTaken([system.url], textCall(system, platform, text))
    }),
  )
}
