import { describe, expect, it } from 'vitest'
import { addClass } from '../../src/classes/class.store.ts'
import { listRegistrations } from '../../src/classes/registration.store.ts'
import { sessionsOf } from '../../src/classes/schedule.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import type { Db } from '../../src/db/open.ts'
import { findContacts, saveContacts } from '../../src/people/contact.store.ts'
import type { Contact } from '../../src/people/contact.ts'
import { GIA_LAI, plan } from '../classes/support/samples.ts'
import { ENGINES } from '../support/databases.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type System, waitUntil } from '../support/system.ts'
import { postUntilTaken, textCall } from './support/http.ts'
import { type Citizen, citizen, PLATFORMS, type Platform } from './support/people.ts'
import { startScene } from './support/scene.ts'
import type { Stored } from './support/stored.ts'

/** The class of the samples begins on the evening of 10/10/2026. */
const NOW = '2026-10-01T09:00:00+07:00'
const PEOPLE = 500
const SEATS = 30
/** How many had a place when the server is killed: in the middle of the seats, and of the waiting list. */
const KILLED_AT = [10, 200]
/** Turns that a server has under way at once: who writes at the same moment may be served in any order. */
const UNDER_WAY_AT_ONCE = 256
const LAST_WORD = 'consent'
/** Five hundred who try more often would take the time that the server needs to start. */
const RETRY_AFTER_MS = 1_000
const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
const MIDDLE_NAMES = ['Văn', 'Thị', 'Đức', 'Ngọc', 'Minh']
const GIVEN_NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Phúc']

interface Person {
  readonly name: string
  readonly phone: string
}

/** Five hundred different people with a phone each. */
function personOf(number: number): Person {
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
      citizen(system, PLATFORMS[number % PLATFORMS.length] as Platform, number + 1),
    )
    const firsts = people.slice(0, PLATFORMS.length)
    for (const [number, one] of firsts.entries()) await fillIn(one, personOf(number))
    await stored.settled()
    await letOthersFillIn(stored, people)
    const before = people.map((one) => one.received().length)

    // All are asked for their consent; now they give it at the same moment.
    const racing = everybodyAgrees(system, people)
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

/** Goes through flows/dang-ky-lop.yaml up to its last question. An answer may be several messages. */
async function fillIn(one: Citizen, { name, phone }: Person): Promise<void> {
  const said: readonly (readonly [words: string, answer: string])[] = [
    ['đăng ký lớp', 'xã, phường nào?'],
    ['phường Quy Nhơn', 'chọn lớp nào?'],
    ['1', 'Họ tên và số điện thoại của người đi học?'],
    [`${name}, ${phone}`, `người học: ${name}`],
  ]
  for (const [words, answer] of said) {
    const before = one.received().length
    await one.writes(words)
    await waitUntil(answer, () =>
      one
        .received()
        .slice(before)
        .some(({ text }) => text.includes(answer)),
    )
  }
}

/** The others stand where the first of their platform stands, each with a name and a phone of their own. */
async function letOthersFillIn({ db, sealer }: Stored, people: readonly Citizen[]): Promise<void> {
  const firsts = PLATFORMS.length
  const ids = people.slice(0, firsts).map(({ contact }) => contact)
  const stored = await findContacts(db, sealer, ids)
  const others = people.slice(firsts).map(({ contact }, index) => {
    const of = index % firsts
    const first = stored.get(ids[of] as ContactId) as Contact
    const [said, own] = [personOf(of), personOf(index + firsts)]
    const state = JSON.stringify(first.state)
      .replaceAll(said.name, own.name)
      .replaceAll(said.phone, own.phone)
      .replaceAll(spaced(said.phone), spaced(own.phone))
    return { ...first, id: contact, version: 1, state: JSON.parse(state) }
  })
  expect((await saveContacts(db, sealer, others)).size).toBe(others.length)
}

/** `0912 345 678` */
function spaced(phone: string): string {
  return phone.replace(/^(\d{4})(\d{3})/, '$1 $2 ')
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

/** All agree at once; what the server does not take is posted again, as the platforms do. */
async function everybodyAgrees(system: System, people: readonly Citizen[]): Promise<void> {
  await Promise.all(
    people.map(({ platform, id }) => {
      const text = { from: id, messageId: `${id}-${LAST_WORD}`, text: 'đồng ý' }
      return postUntilTaken([system.url], textCall(system, platform, text), RETRY_AFTER_MS)
    }),
  )
}
