import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addClass } from '../../src/classes/class.store.ts'
import { listRegistrations } from '../../src/classes/registration.store.ts'
import { sessionsOf } from '../../src/classes/schedule.ts'
import { createIds } from '../../src/core/ids.ts'
import { GIA_LAI, plan } from '../classes/support/samples.ts'
import { ENGINES } from '../support/databases.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type Citizen, citizen } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

/** The class of the samples begins on the evening of 10/10/2026. */
const NOW = '2026-10-01T09:00:00+07:00'
const PEOPLE = 60
const SEATS = 10
const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Võ']
const GIVEN_NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Phúc']

/** Sixty different people with a phone each. */
function personOf(number: number): { name: string; phone: string } {
  const family = FAMILY_NAMES[Math.floor(number / GIVEN_NAMES.length) % FAMILY_NAMES.length]
  const given = GIVEN_NAMES[number % GIVEN_NAMES.length]
  return { name: `${family} Văn ${given}`, phone: `0912345${String(number).padStart(3, '0')}` }
}

describe.each(ENGINES)('sixty people who want ten seats, stored in %s', (engine) => {
  const scene = sharedScene(engine, { env: { FAKE_NOW: NOW } })
  beforeAll(scene.start)
  afterAll(scene.end)

  it('get ten of them, the others an unbroken line, and each is told the truth', async () => {
    const { system, stored } = scene.now
    const { db, sealer } = stored
    const now = Date.parse(NOW)
    const ids = createIds(() => now)
    const planned = plan({ province: GIA_LAI, commune: quyNhon, capacity: SEATS })
    const classId = await addClass(db, planned, sessionsOf(planned.schedule, new Set()), { ids, now })
    const people = Array.from({ length: PEOPLE }, (_, number) =>
      citizen(system, number % 2 === 0 ? 'zalo' : 'messenger', number + 1),
    )
    await Promise.all(people.map((one, number) => fillIn(one, personOf(number))))
    // All are asked for their consent; now they give it at the same moment.
    const answers = await Promise.all(people.map((one) => one.answerTo(() => one.writes('đồng ý'))))
    await stored.settled()

    const registrations = await listRegistrations(db, sealer, classId)
    expect(registrations).toHaveLength(PEOPLE)
    expect(registrations.map(({ position }) => position)).toEqual(Array.from({ length: PEOPLE }, (_, at) => at + 1))
    expect(registrations.slice(0, SEATS).every(({ status }) => status === 'registered')).toBe(true)
    expect(registrations.slice(SEATS).every(({ status }) => status === 'waiting')).toBe(true)
    const row = await db.selectFrom('classes').select(['taken', 'waiting']).executeTakeFirstOrThrow()
    expect(row).toEqual({ taken: SEATS, waiting: PEOPLE - SEATS })

    const told = registrations.map(({ contact, name, position, code }) => {
      const number = people.findIndex((one) => one.contact === contact)
      expect(name).toBe(personOf(number).name)
      expect(code).toBe(`LC12-${String(position).padStart(3, '0')}`)
      return { position, code, answer: answers[number] ?? '' }
    })
    for (const { position, code, answer } of told) {
      if (position <= SEATS) expect(answer).toContain('Đã giữ chỗ')
      else expect(answer).toContain(`đứng thứ ${position - SEATS} trong hàng chờ`)
      expect(answer).toContain(code)
    }
  }, 60_000)
})

/** Goes through flows/dang-ky-lop.yaml up to its last question. */
async function fillIn(one: Citizen, { name, phone }: { name: string; phone: string }): Promise<void> {
  await one.answerTo(() => one.writes('đăng ký lớp'))
  await one.answerTo(() => one.writes('phường Quy Nhơn'))
  const choose = one.received().at(-1)?.buttons[0]
  await one.answerTo(() => (choose ? one.presses(choose.title) : one.writes('1')))
  const lastQuestion = await one.answerTo(() => one.writes(`${name}, ${phone}`))
  expect(lastQuestion).toContain(name)
}
