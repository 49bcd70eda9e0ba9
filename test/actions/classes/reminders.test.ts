import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { countNotices, type NoticeParts } from '../../../src/actions/classes/notify.ts'
import { remindOfClasses } from '../../../src/actions/classes/reminders.ts'
import { readSendingRules } from '../../../src/broadcasts/rules.ts'
import { cancel, markAttendance } from '../../../src/classes/change-registration.ts'
import { changeClass } from '../../../src/classes/class.store.ts'
import type { ClassId } from '../../../src/classes/class.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { sessionsOf } from '../../../src/classes/schedule.ts'
import { accountOf, type ContactId } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { EMPTY_SESSION, readSession, type Session } from '../../../src/engine/session.ts'
import { findContacts, saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { add, at, day, OFFER, plan, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { account, otherAccount, person, sealer } from '../../support/samples.ts'
import { desk, lettersTo } from '../../support/support-desk.ts'

const root = resolve(import.meta.dirname, '../../..')
const parts: NoticeParts = {
  desk,
  classTexts: readYaml(resolve(root, 'data/messages/classes.yaml'), classTextsSchema),
  rules: readSendingRules(resolve(root, 'data/platform-rules')),
}
/** The class of the samples: 19:30 to 21:00 on 10/10/2026. */
const eveningBefore = at('2026-10-09', '19:00')
const twoHoursBefore = at('2026-10-10', '17:30')
const long = at('2026-10-01', '09:00')
const MINUTE = 60_000
const nothing = countNotices([])
const asking: Session = {
  ...EMPTY_SESSION,
  stack: [
    {
      flow: 'dang-ky-lop',
      step: 'xa',
      meaning: 'commune',
      values: {},
      answered: [],
      tries: 0,
      at: long,
      state: 'asking',
    },
  ],
}

describeOnBothEngines('reminders of lessons', (context) => {
  const remind = (now: number, db = context.db) => remindOfClasses(db, parts, now)
  const writes = async (
    contact: ContactId,
    lastEventAt: number,
    change: { optedOutAt?: number; state?: Session; mutedUntil?: number } = {},
  ) => {
    const known = { ...newContact(contact, accountOf(contact), long), version: 1, state: EMPTY_SESSION, lastEventAt }
    await saveContacts(context.db, sealer, [{ ...known, ...change }])
  }
  /** The number's own person with a seat. */
  const seat = async (
    classId: ClassId,
    number: number,
    { contact = person(number), since = long, wrote = eveningBefore - 3_600_000 } = {},
  ): Promise<RegistrationId> => {
    const result = await signUp(context.db, wanted(classId, number, { contact }), since)
    await writes(contact, wrote)
    return (result.kind === 'registered' && result.registration.id) as RegistrationId
  }
  const letters = async (number: number, of = account) =>
    (await lettersTo(context.db, person(number, of))).map(({ text }) => text)
  const outcomes = async () => {
    const rows = await context.db.selectFrom('class_reminders').select(['kind', 'outcome']).orderBy('at').execute()
    return rows.map(({ kind, outcome }) => `${kind} ${outcome}`)
  }

  it('go out the evening before and two hours ahead, each once, also after a restart', async () => {
    await seat(await add(context.db), 1)
    expect(await remind(eveningBefore - MINUTE)).toEqual(nothing)
    expect(await remind(eveningBefore)).toEqual({ ...nothing, sent: 1 })
    expect(await remind(eveningBefore + MINUTE)).toEqual(nothing)
    expect(await remind(twoHoursBefore - MINUTE)).toEqual(nothing)
    {
      await using restarted = openDatabase(context.url)
      expect(await remind(eveningBefore + 30 * MINUTE, restarted.db)).toEqual(nothing)
      expect(await remind(twoHoursBefore, restarted.db)).toEqual({ ...nothing, sent: 1 })
    }
    expect(await remind(twoHoursBefore + MINUTE)).toEqual(nothing)
    expect(await letters(1)).toEqual([
      'Nhắc lịch: 19:30 ngày mai 10/10/2026 có buổi học lớp Dùng VNeID an toàn, tại Nhà văn hóa thôn 3. ' +
        'Người học: Người Thứ 1, mã LC12-001.\nBà con nhắn 1 = đến, 2 = hủy.',
      'Nhắc lịch: 19:30 hôm nay có buổi học lớp Dùng VNeID an toàn, tại Nhà văn hóa thôn 3. ' +
        'Người học: Người Thứ 1, mã LC12-001.\nBà con nhắn 1 = đến, 2 = hủy.',
    ])
  })

  it('go out once though several processes remind at the same time', async () => {
    const classId = await add(context.db)
    for (let number = 1; number <= 20; number++) await seat(classId, number)
    await using other = openDatabase(context.url)
    // SQLite's second connection would wait within the thread that the first one needs.
    const theirDb = context.engine === 'postgres' ? other.db : context.db
    const [mine, theirs] = await Promise.all([remind(eveningBefore), remind(eveningBefore, theirDb)])
    expect(mine.sent + theirs.sent).toBe(20)
    for (let number = 1; number <= 20; number++) expect(await letters(number)).toHaveLength(1)
  })

  it('let people answer by number, unless a number means something else', async () => {
    const classId = await add(context.db)
    await seat(classId, 1)
    await seat(classId, 2)
    await writes(person(3), eveningBefore - MINUTE, { state: asking })
    await signUp(context.db, wanted(classId, 3), long)
    await writes(person(4), eveningBefore - MINUTE, { mutedUntil: eveningBefore + 3_600_000 })
    await signUp(context.db, wanted(classId, 4), long)
    await remind(eveningBefore)
    const contacts = await findContacts(
      context.db,
      sealer,
      [1, 3, 4].map((number) => person(number)),
    )
    const choicesOf = (number: number) => readSession(contacts.get(person(number))?.state).choices
    expect(choicesOf(1)).toEqual([
      { label: 'Tôi đến', payload: 'flow:toi-den' },
      { label: 'Hủy chỗ', payload: 'flow:lop-cua-toi' },
    ])
    expect(contacts.get(person(1))?.version).toBe(2)
    for (const number of [3, 4]) {
      expect(choicesOf(number)).toEqual([])
      expect(contacts.get(person(number))?.version).toBe(1)
      expect((await letters(number))[0]).not.toContain('1 = đến')
    }
  })

  it.each([
    { name: 'Zalo within 48 hours', of: account, hoursAgo: 47, outcome: 'sent' },
    { name: 'Zalo after 48 hours', of: account, hoursAgo: 48, outcome: 'price' },
    { name: 'Zalo after seven days', of: account, hoursAgo: 168, outcome: 'window' },
    { name: 'Messenger within 24 hours', of: otherAccount, hoursAgo: 23, outcome: 'sent' },
    { name: 'Messenger after 24 hours', of: otherAccount, hoursAgo: 24, outcome: 'window' },
  ] as const)('to $name: $outcome', async ({ of, hoursAgo, outcome }) => {
    const classId = await add(context.db)
    const contact = person(1, of)
    await seat(classId, 1, { contact, wrote: eveningBefore - hoursAgo * 3_600_000 })
    expect(await remind(eveningBefore)).toEqual({ ...nothing, [outcome]: 1 })
    expect(await remind(eveningBefore + MINUTE)).toEqual(nothing)
    expect(await letters(1, of)).toHaveLength(outcome === 'sent' ? 1 : 0)
    expect(await outcomes()).toEqual([`evening ${outcome}`])
  })

  it('are kept from those who opted out, and from accounts that are gone', async () => {
    const classId = await add(context.db)
    await signUp(context.db, wanted(classId, 1), long)
    await writes(person(1), eveningBefore, { optedOutAt: long })
    await seat(classId, 2, { contact: person(2, 'web:gone' as typeof account) })
    await signUp(context.db, wanted(classId, 3), long)
    expect(await remind(eveningBefore)).toEqual({ ...nothing, opted_out: 1, window: 1, no_account: 1 })
    expect(await remind(eveningBefore)).toEqual(nothing)
    expect(await context.db.selectFrom('outbox').select('id').execute()).toEqual([])
  })

  it('are not for those who wait, cancelled, or signed up when it was time already', async () => {
    const classId = await add(context.db, { capacity: 3 })
    const first = await seat(classId, 1)
    await seat(classId, 2, { since: eveningBefore + MINUTE })
    await seat(classId, 3)
    await seat(classId, 4)
    await context.db.transaction().execute((trx) => cancel(trx, first, 'person', OFFER, long))
    expect(await remind(eveningBefore + 2 * MINUTE)).toEqual({ ...nothing, sent: 1 })
    expect(await letters(3)).toHaveLength(1)
    await context.db.updateTable('contacts').set({ last_event_at: twoHoursBefore }).execute()
    expect(await remind(twoHoursBefore + MINUTE)).toEqual({ ...nothing, sent: 2 })
    expect(await letters(2)).toHaveLength(1)
  })

  it('of a lesson in the early morning wait for the end of the night', async () => {
    const classId = await add(context.db, {
      schedule: { kind: 'once', date: day('2026-10-10'), start: 7 * 60 + 30, end: 9 * 60 },
    })
    await seat(classId, 1)
    expect(await remind(at('2026-10-09', '21:00'))).toEqual(nothing)
    expect(await remind(at('2026-10-10', '06:29'))).toEqual(nothing)
    expect(await remind(at('2026-10-10', '06:30'))).toEqual({ ...nothing, sent: 1 })
    expect(await remind(at('2026-10-10', '07:30'))).toEqual(nothing)
  })

  it('come for each lesson of a series, also after a roll call, and anew for one that is moved', async () => {
    const weekly = {
      kind: 'weekly',
      weekdays: [6],
      from: day('2026-10-10'),
      until: null,
      count: 2,
      start: 19 * 60 + 30,
      end: 21 * 60,
      onHolidays: false,
      cancelled: [],
      moved: [],
    } as const
    const classId = await add(context.db, { schedule: weekly })
    const id = await seat(classId, 1, { wrote: at('2026-10-16', '18:00') })
    expect(await remind(eveningBefore)).toMatchObject({ sent: 1 })
    await markAttendance(context.db, id, 'missed', at('2026-10-10', '20:00'))
    expect(await remind(at('2026-10-16', '19:00'))).toMatchObject({ sent: 1 })
    const moved = plan({ schedule: { ...weekly, moved: [{ from: day('2026-10-17'), to: day('2026-10-18') }] } })
    await context.db
      .transaction()
      .execute((trx) =>
        changeClass(trx, classId, moved, sessionsOf(moved.schedule, new Set()), { terms: OFFER, now: long }),
      )
    expect(await remind(at('2026-10-17', '19:00'))).toMatchObject({ sent: 1 })
    expect(await letters(1)).toHaveLength(3)
    const cancelled = { ...moved, status: 'cancelled' as const }
    await context.db
      .transaction()
      .execute((trx) =>
        changeClass(trx, classId, cancelled, sessionsOf(moved.schedule, new Set()), { terms: OFFER, now: long }),
      )
    expect(await remind(at('2026-10-18', '17:30'))).toEqual(nothing)
  })
})
