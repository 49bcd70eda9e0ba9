import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { countNotices, type NoticeParts } from '../../../src/actions/classes/notify.ts'
import { tellClassChanges } from '../../../src/actions/classes/tell-changes.ts'
import { readSendingRules } from '../../../src/broadcasts/rules.ts'
import { cancelClass, moveClassDate } from '../../../src/classes/change-dates.ts'
import type { ClassId } from '../../../src/classes/class.ts'
import { applyImport } from '../../../src/classes/import-classes.ts'
import { accountOf, type ContactId } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { EMPTY_SESSION } from '../../../src/engine/session.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { add, at, day, ids, OFFER, plan, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { type account, otherAccount, person, sealer } from '../../support/samples.ts'
import { desk, lettersTo } from '../../support/support-desk.ts'

const parts: NoticeParts = {
  desk,
  classTexts: readYaml('data/messages/classes.yaml', classTextsSchema),
  rules: readSendingRules('data/platform-rules'),
}
const before = at('2026-10-01', '09:00')
const noon = at('2026-10-08', '12:00')
const HOUR = 3_600_000

describeOnBothEngines('people of a class that is moved or cancelled', (context) => {
  const tell = (now = noon, db = context.db) => tellClassChanges(db, parts, now)
  const wrote = async (contact: ContactId, lastEventAt: number, optedOutAt: number | null = null) => {
    const known = { ...newContact(contact, accountOf(contact), before), version: 1, state: EMPTY_SESSION }
    await saveContacts(context.db, sealer, [{ ...known, lastEventAt, optedOutAt }])
  }
  const seat = async (classId: ClassId, number: number, contact = person(number), lastEventAt = noon - HOUR) => {
    await signUp(context.db, wanted(classId, number, { contact }), before)
    await wrote(contact, lastEventAt)
  }
  const move = (id: ClassId, from: string, to: string, now = noon) =>
    context.db
      .transaction()
      .execute((trx) => moveClassDate(trx, id, day(from), { day: day(to) }, { holidays: new Set(), terms: OFFER, now }))
  const cancel = (id: ClassId) =>
    context.db.transaction().execute((trx) => cancelClass(trx, id, { holidays: new Set(), terms: OFFER, now: noon }))
  const textsTo = async (contact: ContactId) => (await lettersTo(context.db, contact)).map(({ text }) => text)

  it('are told at once, those who wait too, each contact once for all that they signed up', async () => {
    const id = await add(context.db, { capacity: 2 })
    await seat(id, 1)
    await seat(id, 2, person(1))
    await seat(id, 3)
    await move(id, '2026-10-10', '2026-10-12')
    expect(await tell()).toEqual({ ...countNotices([]), sent: 2 })
    expect(await tell(noon + 60_000)).toEqual(countNotices([]))
    expect(await textsTo(person(1))).toEqual([
      'Lớp Dùng VNeID an toàn (LC12) đổi lịch:\n- Buổi 19:30 10/10/2026 dời sang 19:30 12/10/2026.\n' +
        'Nơi học: Nhà văn hóa thôn 3.\nNgười học: Người Thứ 1 (mã LC12-001); Người Thứ 2 (mã LC12-002).',
    ])
    expect(await textsTo(person(3))).toEqual([expect.stringContaining('Người Thứ 3 (mã LC12-003)')])
  })

  it('are each told once though the process is killed amid the telling and two go on', async () => {
    const id = await add(context.db)
    for (let number = 1; number <= 6; number++) await seat(id, number)
    await cancel(id)
    let left = 3
    const dies = async (...letter: Parameters<typeof desk.deliver>) => {
      if (left-- === 0) throw new Error('killed')
      await desk.deliver(...letter)
    }
    await expect(tellClassChanges(context.db, { ...parts, desk: { ...desk, deliver: dies } }, noon)).rejects.toThrow()
    await using other = openDatabase(context.url)
    // SQLite's second connection would wait within the thread that the first one needs.
    const theirDb = context.engine === 'postgres' ? other.db : context.db
    const [mine, theirs] = await Promise.all([tell(), tell(noon, theirDb)])
    expect(mine.sent + theirs.sent).toBe(3)
    for (let number = 1; number <= 6; number++)
      expect(await textsTo(person(number))).toEqual([expect.stringContaining('không mở nữa')])
  })

  it('hear of a spreadsheet that moves their class, too', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    const moved = plan({ schedule: { kind: 'once', date: day('2026-10-12'), start: 19 * 60 + 30, end: 21 * 60 } })
    const rows = [{ sheet: 'lop.csv', row: 2, plan: moved }]
    const terms = { holidays: new Set<never>(), ids, terms: OFFER, now: noon }
    await context.db.transaction().execute((trx) => applyImport(trx, rows, terms))
    expect(await tell()).toMatchObject({ sent: 1 })
    expect((await textsTo(person(1)))[0]).toContain('19:30 10/10/2026 dời sang 19:30 12/10/2026')
  })

  it('hear once more of a date that goes back to where it was, and of one that takes place after all', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await move(id, '2026-10-10', '2026-10-12')
    await tell()
    await move(id, '2026-10-12', '2026-10-10', noon + HOUR)
    await tell(noon + HOUR)
    await tell(noon + HOUR)
    const texts = await textsTo(person(1))
    expect(texts).toHaveLength(2)
    expect(texts[1]).toContain('- Buổi 19:30 12/10/2026 dời sang 19:30 10/10/2026.')
  })

  it('hear that a class which was called off is held after all, once, with its next date', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await cancel(id)
    await tell()
    const holidays = new Set<never>()
    const importing = (change: Parameters<typeof plan>[0]) =>
      context.db
        .transaction()
        .execute((trx) =>
          applyImport(trx, [{ sheet: 'Lớp', row: 2, plan: plan(change) }], { holidays, ids, terms: OFFER, now: noon }),
        )
    await importing({ status: 'open' })
    await importing({ status: 'cancelled' })
    expect(await tell()).toEqual(countNotices([]))
    await importing({ status: 'open' })
    expect(await tell()).toEqual({ ...countNotices([]), sent: 1 })
    expect(await tell()).toEqual(countNotices([]))
    expect((await textsTo(person(1)))[1]).toMatch(
      /^Tin vui: lớp Dùng VNeID an toàn \(LC12\) đã báo hủy, nay vẫn mở\..*Buổi tới: 19:30 10\/10\/2026\.\nNơi học/,
    )
  })

  it('hear of one date of a series that was called off and is held after all', async () => {
    const schedule = {
      kind: 'weekly',
      weekdays: [6],
      from: day('2026-10-10'),
      until: null,
      count: 3,
      onHolidays: false,
    } as const
    const hours = { start: 19 * 60 + 30, end: 21 * 60, moved: [] }
    const id = await add(context.db, { schedule: { ...schedule, ...hours, cancelled: [] } })
    await seat(id, 1)
    const importing = (cancelled: readonly ReturnType<typeof day>[]) =>
      context.db.transaction().execute((trx) =>
        applyImport(trx, [{ sheet: 'Lớp', row: 2, plan: plan({ schedule: { ...schedule, ...hours, cancelled } }) }], {
          holidays: new Set(),
          ids,
          terms: OFFER,
          now: noon,
        }),
      )
    await importing([day('2026-10-17')])
    await tell()
    await importing([])
    await importing([day('2026-10-17')])
    expect(await tell()).toEqual(countNotices([]))
    await importing([])
    await tell()
    const texts = await textsTo(person(1))
    expect(texts).toHaveLength(2)
    expect(texts[0]).toContain('- Buổi 19:30 17/10/2026 không học.')
    expect(texts[1]).toContain('- Buổi 19:30 17/10/2026 đã báo nghỉ, nay vẫn học: 19:30 17/10/2026.')
  })

  it('hear what changes while they are told as a change of its own', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await move(id, '2026-10-10', '2026-10-12')
    await tell()
    await move(id, '2026-10-12', '2026-10-13', noon + HOUR)
    expect(await tell(noon + HOUR)).toMatchObject({ sent: 1 })
    expect((await textsTo(person(1)))[1]).toContain('19:30 12/10/2026 dời sang 19:30 13/10/2026')
  })

  it('are told the way their platform permits; why not is counted', async () => {
    const id = await add(context.db)
    await seat(id, 1, person(1), noon - 49 * HOUR)
    await seat(id, 2, person(2, otherAccount), noon - 23 * HOUR)
    await seat(id, 3, person(3, otherAccount), noon - 25 * HOUR)
    await seat(id, 4)
    await context.db.updateTable('contacts').set({ opted_out_at: before }).where('id', '=', person(4)).execute()
    await seat(id, 5, person(5, 'web:gone' as typeof account))
    await move(id, '2026-10-10', '2026-10-12')
    // After 48 hours Zalo charges for what it sends.
    const expected = { ...countNotices([]), sent: 1, price: 1, window: 1, opted_out: 1, no_account: 1 }
    expect(await tell()).toEqual(expected)
    expect(await tell()).toEqual(countNotices([]))
  })

  it('who signed up afterwards, or cancelled before, are not told', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await context.db.updateTable('registrations').set({ status: 'cancelled' }).execute()
    await move(id, '2026-10-10', '2026-10-12')
    await signUp(context.db, wanted(id, 2), noon + 1)
    await wrote(person(2), noon)
    expect(await tell()).toEqual(countNotices([]))
  })

  it('sleep until the morning, unless the lesson is then too near', async () => {
    const night = at('2026-10-08', '23:00')
    const far = await add(context.db, { code: 'LC1' })
    await seat(far, 1, person(1), night)
    await move(far, '2026-10-10', '2026-10-12', night)
    const near = await add(context.db, {
      code: 'LC2',
      schedule: { kind: 'once', date: day('2026-10-09'), start: 8 * 60, end: 9 * 60 },
    })
    await seat(near, 2, person(2), night)
    await move(near, '2026-10-09', '2026-10-12', night)
    expect(await tell(night)).toMatchObject({ sent: 2 })
    expect((await lettersTo(context.db, person(1)))[0]?.dueAt).toBe(at('2026-10-09', '06:30'))
    expect((await lettersTo(context.db, person(2)))[0]?.dueAt).toBe(night)
  })
})
