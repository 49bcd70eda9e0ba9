import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  cancel,
  confirmOffer,
  eraseRegistrations,
  markAttendance,
  passOnExpiredOffer,
} from '../../src/classes/change-registration.ts'
import { changeClass, findClassByCode } from '../../src/classes/class.store.ts'
import type { ClassId, ClassPlan } from '../../src/classes/class.ts'
import type { RegistrationId } from '../../src/classes/classes.schema.ts'
import { STAFF_CONSENT } from '../../src/classes/consent.store.ts'
import { type RegisterResult, register } from '../../src/classes/register.ts'
import { listRegistrations, listRegistrationsOf, placeInLine } from '../../src/classes/registration.store.ts'
import { sessionsOf } from '../../src/classes/schedule.ts'
import { listUntoldOffers, markOfferTold } from '../../src/classes/seats.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { add, at, OFFER, personIndex, plan, signUp, wanted } from './support/samples.ts'

const HOUR = 3_600_000

function idOf(result: RegisterResult): RegistrationId {
  if (result.kind === 'refused') throw new Error(result.because)
  return result.registration.id
}

describeOnBothEngines('seats', (context) => {
  const list = async (classId: ClassId) =>
    (await listRegistrations(context.db, sealer, classId)).map(({ code, status }) => `${code} ${status}`)
  const countsOf = async () => {
    const { taken, waiting } = (await findClassByCode(context.db, plan().code)) ?? {}
    return { taken, waiting }
  }
  const fill = async (classId: ClassId, people: number) => {
    const registered: RegistrationId[] = []
    for (let number = 1; number <= people; number++)
      registered.push(idOf(await signUp(context.db, wanted(classId, number))))
    return registered as [RegistrationId, RegistrationId, RegistrationId, ...RegistrationId[]]
  }
  const cancelBy = (id: RegistrationId, now = NOW) =>
    context.db.transaction().execute((trx) => cancel(trx, id, 'person', OFFER, now))
  const change = (id: ClassId, to: ClassPlan) =>
    context.db
      .transaction()
      .execute((trx) => changeClass(trx, id, to, sessionsOf(to.schedule, new Set()), { terms: OFFER, now: NOW }))

  it('gives a seat and keeps who signed up, sealed, with what was agreed to', async () => {
    const classId = await add(context.db)
    const result = await signUp(
      context.db,
      wanted(classId, 1, { person: { name: ' Nguyễn Thị Hoà ', phone: '+84 912 345 678' } }),
    )

    expect(result).toEqual({
      kind: 'registered',
      registration: {
        id: expect.any(String),
        classId,
        contact: person(1),
        name: 'Nguyễn Thị Hoà',
        phone: '0912345678',
        code: 'LC12-001',
        status: 'registered',
        position: 1,
        offeredUntil: null,
        consent: { version: '2026-09', by: person(1), at: NOW },
        createdAt: NOW,
      },
    })
    const row = await context.db.selectFrom('registrations').selectAll().executeTakeFirstOrThrow()
    expect(Object.values(row).map(String).join('\n')).not.toMatch(/Hoà|912345678/)
    expect(await listRegistrationsOf(context.db, sealer, person(1))).toMatchObject([{ code: 'LC12-001' }])
  })

  it.each([
    { name: 'Nguyễn Thị Hoà', phone: '0912345678', already: true },
    { name: 'nguyen thi hoa', phone: '+84 912.345.678', already: true },
    { name: 'NGUYỄN THỊ HÒA', phone: '84912345678', already: true },
    { name: 'Nguyễn Văn Hải', phone: '0912345678', already: false },
    { name: 'Nguyễn Thị Hoà', phone: '0912345679', already: false },
  ])('signs a person up once: $name, $phone', async ({ name, phone, already }) => {
    const classId = await add(context.db)
    await signUp(context.db, wanted(classId, 1, { person: { name: 'Nguyễn Thị Hoà', phone: '0912345678' } }))

    const second = await signUp(context.db, wanted(classId, 2, { person: { name, phone } }))

    expect(second.kind).toBe(already ? 'already' : 'registered')
    expect(await countsOf()).toEqual({ taken: already ? 1 : 2, waiting: 0 })
  })

  it.each<{ name: string; change: Partial<ClassPlan>; now?: number; because: string }>([
    { name: 'before sign-up opens', change: { opensAt: NOW + 1 }, because: 'not_open_yet' },
    { name: 'after sign-up closed', change: { closesAt: NOW }, because: 'closed' },
    { name: 'when it has begun', change: {}, now: at('2026-10-10', '19:30'), because: 'closed' },
    { name: 'when the office closed it', change: { status: 'closed' }, because: 'closed' },
    { name: 'when it was cancelled', change: { status: 'cancelled' }, because: 'cancelled' },
    { name: 'while it is a draft', change: { status: 'draft' }, because: 'no_class' },
  ])('refuses a seat $name', async ({ change: planned, now, because }) => {
    const classId = await add(context.db, planned)
    expect(await signUp(context.db, wanted(classId, 1), now)).toEqual({ kind: 'refused', because })
    expect(await list(classId)).toEqual([])
  })

  it('refuses a seat in a class that is not there', async () => {
    expect(await signUp(context.db, wanted('none' as ClassId, 1))).toEqual({ kind: 'refused', because: 'no_class' })
  })

  it('puts people into the waiting list once the class is full, in order', async () => {
    const classId = await add(context.db, { capacity: 1 })
    await fill(classId, 1)

    expect(await signUp(context.db, wanted(classId, 2))).toMatchObject({ kind: 'waiting', place: 1 })
    const third = await signUp(context.db, wanted(classId, 3))
    expect(third).toMatchObject({ kind: 'waiting', place: 2, registration: { position: 3 } })
    expect(third.kind === 'waiting' && (await placeInLine(context.db, third.registration))).toBe(2)
    expect(await list(classId)).toEqual(['LC12-001 registered', 'LC12-002 waiting', 'LC12-003 waiting'])
  })

  it('offers a seat that becomes free to the next in line, who confirms it', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first, second] = await fill(classId, 3)

    expect(await cancelBy(first)).toEqual({
      cancelled: true,
      offers: [{ id: second, classId, contact: person(2), code: 'LC12-002', until: NOW + 24 * HOUR }],
    })
    expect(await list(classId)).toEqual(['LC12-001 cancelled', 'LC12-002 offered', 'LC12-003 waiting'])
    expect(await signUp(context.db, wanted(classId, 4))).toMatchObject({ kind: 'waiting', place: 2 })

    expect(await confirmOffer(context.db, second, NOW + HOUR)).toBe('confirmed')
    expect(await confirmOffer(context.db, second, NOW + HOUR)).toBe('not_offered')
    expect(await list(classId)).toContain('LC12-002 registered')
    expect(await countsOf()).toEqual({ taken: 1, waiting: 2 })
  })

  it('keeps offers until somebody was told of them, each once', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first, second] = await fill(classId, 2)
    const { offers } = await cancelBy(first)
    expect(await listUntoldOffers(context.db, 10)).toEqual(offers)
    expect(await markOfferTold(context.db, second, NOW)).toBe(true)
    expect(await markOfferTold(context.db, second, NOW)).toBe(false)
    expect(await listUntoldOffers(context.db, 10)).toEqual([])
  })

  it('keeps an offered seat no longer than until the class begins', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first] = await fill(classId, 2)
    const { offers } = await cancelBy(first, at('2026-10-10', '18:00'))
    expect(offers).toMatchObject([{ until: at('2026-10-10', '19:30') }])
  })

  it('offers nothing once the class is over', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first] = await fill(classId, 2)
    expect(await cancelBy(first, at('2026-10-10', '21:00'))).toEqual({ cancelled: true, offers: [] })
  })

  it('passes offers that ran out on, one after the other', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first, second, third] = await fill(classId, 3)
    await cancelBy(first)

    expect(await passOnExpiredOffer(context.db, OFFER, NOW + 24 * HOUR - 1)).toBeNull()
    const later = NOW + 24 * HOUR
    expect(await confirmOffer(context.db, second, later)).toBe('too_late')
    expect(await passOnExpiredOffer(context.db, OFFER, later)).toMatchObject({
      expired: { id: second, contact: person(2) },
      offers: [{ id: third, until: later + 24 * HOUR }],
    })
    expect(await passOnExpiredOffer(context.db, OFFER, later)).toBeNull()
    expect(await list(classId)).toEqual(['LC12-001 cancelled', 'LC12-002 cancelled', 'LC12-003 offered'])
    expect(await passOnExpiredOffer(context.db, OFFER, later + 24 * HOUR)).toMatchObject({ offers: [] })
    expect(await countsOf()).toEqual({ taken: 0, waiting: 0 })
  })

  it('takes a person off the waiting list without a seat becoming free', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [, second] = await fill(classId, 3)
    expect(await cancelBy(second)).toEqual({ cancelled: true, offers: [] })
    expect(await cancelBy(second)).toEqual({ cancelled: false, offers: [] })
    expect(await countsOf()).toEqual({ taken: 1, waiting: 1 })
  })

  it('lets a person who cancelled sign up again, at the end of the line', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first] = await fill(classId, 2)
    await cancelBy(first)
    expect(await signUp(context.db, wanted(classId, 1))).toMatchObject({ kind: 'waiting', place: 1 })
  })

  it('offers the seats that the office adds, and takes none away', async () => {
    const classId = await add(context.db, { capacity: 1 })
    await fill(classId, 4)
    expect(await change(classId, plan({ capacity: 3 }))).toMatchObject([{ code: 'LC12-002' }, { code: 'LC12-003' }])
    expect(await change(classId, plan({ capacity: 1 }))).toEqual([])
    expect(await countsOf()).toEqual({ taken: 3, waiting: 1 })
    const [, second] = await listRegistrations(context.db, sealer, classId)
    expect(await cancelBy(second?.id as RegistrationId)).toEqual({ cancelled: true, offers: [] })
  })

  it('notes who came, and corrects it', async () => {
    const classId = await add(context.db, { capacity: 1 })
    const [first, second] = await fill(classId, 2)
    expect(await markAttendance(context.db, first, 'missed', NOW)).toBe(true)
    expect(await markAttendance(context.db, first, 'attended', NOW)).toBe(true)
    expect(await markAttendance(context.db, second, 'attended', NOW)).toBe(false)
    expect(await cancelBy(first, at('2026-10-10', '21:00'))).toEqual({ cancelled: false, offers: [] })
    expect(await list(classId)).toEqual(['LC12-001 attended', 'LC12-002 waiting'])
  })

  it('gives up the rest of a series for a person who came to some of it, or has their data deleted', async () => {
    const classId = await add(context.db, { capacity: 2 })
    const [first, second] = await fill(classId, 4)
    await markAttendance(context.db, first, 'attended', NOW)
    await markAttendance(context.db, second, 'missed', NOW)
    expect(await cancelBy(first)).toMatchObject({ cancelled: true, offers: [{ code: 'LC12-003' }] })
    const offers = await context.db.transaction().execute((trx) => eraseRegistrations(trx, person(2), OFFER, NOW))
    expect(offers).toMatchObject([{ code: 'LC12-004' }])
    expect(await countsOf()).toEqual({ taken: 2, waiting: 0 })
  })

  it('erases a person, whose seat goes to the next in line', async () => {
    const classId = await add(context.db, { capacity: 1 })
    await fill(classId, 2)
    const offers = await context.db.transaction().execute((trx) => eraseRegistrations(trx, person(1), OFFER, NOW))
    expect(offers).toMatchObject([{ contact: person(2) }])
    expect(await list(classId)).toEqual(['LC12-002 offered'])
  })

  it('erases a member of staff without those whom they put on the list', async () => {
    const classId = await add(context.db)
    await signUp(context.db, wanted(classId, 1))
    await signUp(context.db, wanted(classId, 2, { contact: person(1), consentVersion: STAFF_CONSENT }))
    await context.db.transaction().execute((trx) => eraseRegistrations(trx, person(1), OFFER, NOW))
    expect(await list(classId)).toEqual(['LC12-002 registered'])
    expect(await countsOf()).toEqual({ taken: 1, waiting: 0 })
  })

  it('gives nothing when the caller’s transaction fails', async () => {
    const classId = await add(context.db, { capacity: 1 })
    await expect(
      context.db.transaction().execute(async (trx) => {
        await register(trx, sealer, personIndex, wanted(classId, 1), NOW)
        throw new Error('the turn failed')
      }),
    ).rejects.toThrow('the turn failed')
    expect(await countsOf()).toEqual({ taken: 0, waiting: 0 })
  })

  describe('when many come at once', () => {
    /**
     * Several pools of ten connections each on PostgreSQL. On SQLite one: a second connection of the same thread would
     * wait for the first without ever letting it go on.
     */
    async function race(work: (db: Db, index: number) => Promise<unknown>, times: number): Promise<void> {
      await using stack = new AsyncDisposableStack()
      const databases = Array.from({ length: context.engine === 'sqlite' ? 1 : 6 }, () =>
        stack.use(openDatabase(context.url)),
      )
      // As many at once as there are connections: more would only wait in the pools.
      const waiting = Array.from({ length: times }, (_, index) => index).values()
      const workers = databases.flatMap(({ db }) => Array.from({ length: 10 }, () => db))
      await Promise.all(
        workers.map(async (db) => {
          for (const index of waiting) await work(db, index)
        }),
      )
    }

    it('gives 500 people exactly 30 seats and a waiting list in order', async () => {
      const classId = await add(context.db)
      const results: RegisterResult[] = []
      await race(async (db, index) => results.push(await signUp(db, wanted(classId, index))), 500)

      expect(results.filter(({ kind }) => kind === 'registered')).toHaveLength(30)
      const places = results.flatMap((result) => (result.kind === 'waiting' ? [result.place] : []))
      expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 470 }, (_, index) => index + 1))
      const stored = await listRegistrations(context.db, sealer, classId)
      expect(stored.map(({ position }) => position)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
      expect(stored.map(({ status }) => status)).toEqual([
        ...Array(30).fill('registered'),
        ...Array(470).fill('waiting'),
      ])
      expect(await countsOf()).toEqual({ taken: 30, waiting: 470 })
    }, 60_000)

    it('gives the people of several processes each seat once', async () => {
      const classId = await add(context.db)
      const script = join(import.meta.dirname, 'support/sign-up-process.ts')
      const outputs = await Promise.all(
        [0, 1, 2, 3].map((number) =>
          promisify(execFile)(process.execPath, [script, context.url, classId, String(number * 50), '50']),
        ),
      )

      const results = outputs.flatMap(({ stdout }) => stdout.trim().split('\n'))
      expect(results.filter((result) => result === 'registered')).toHaveLength(30)
      const places = results.filter((result) => result !== 'registered').map(Number)
      expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 170 }, (_, index) => index + 1))
      expect(await countsOf()).toEqual({ taken: 30, waiting: 170 })
    }, 60_000)

    it('signs the same person up once', async () => {
      const classId = await add(context.db)
      const kinds: string[] = []
      await race(async (db) => kinds.push((await signUp(db, wanted(classId, 7))).kind), 40)
      expect(kinds.sort()).toEqual([...Array(39).fill('already'), 'registered'])
      expect(await countsOf()).toEqual({ taken: 1, waiting: 0 })
    })

    it('keeps the counts true while people come, leave, confirm and let offers run out', async () => {
      const classId = await add(context.db, { capacity: 5 })
      await race(async (db, index) => {
        const id = idOf(await signUp(db, wanted(classId, index)))
        if (index % 3 === 0) await db.transaction().execute((trx) => cancel(trx, id, 'person', OFFER, NOW))
        if (index % 4 === 0) await db.transaction().execute((trx) => passOnExpiredOffer(trx, OFFER, NOW + 25 * HOUR))
        if (index % 5 === 0) await db.transaction().execute((trx) => confirmOffer(trx, id, NOW + HOUR))
      }, 150)

      const statuses = (await listRegistrations(context.db, sealer, classId)).map(({ status }) => status)
      const count = (...wantedStatuses: string[]) => statuses.filter((status) => wantedStatuses.includes(status)).length
      expect(await countsOf()).toEqual({ taken: 5, waiting: count('waiting') })
      expect(count('registered', 'offered')).toBe(5)
    }, 60_000)
  })
})
