import { beforeEach, describe, expect, it } from 'vitest'
import { createCheckInTurns } from '../../../src/actions/classes/check-in.ts'
import { checkInTextsSchema } from '../../../src/actions/classes/check-in-texts.ts'
import {
  countAttendance,
  countLessons,
  listLearningRecords,
  noteAttendance,
} from '../../../src/classes/attendance.store.ts'
import { cancelClassDate } from '../../../src/classes/change-dates.ts'
import { eraseRegistrations } from '../../../src/classes/change-registration.ts'
import { noteScan } from '../../../src/classes/check-in.store.ts'
import { checkInWords, createCheckInCodes, readCheckIn } from '../../../src/classes/check-in-code.ts'
import type { ClassCode, ClassId } from '../../../src/classes/class.ts'
import { readFigures } from '../../../src/classes/figures.store.ts'
import { accountOf, type ContactId } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { newContact } from '../../../src/people/contact.ts'
import { add, at, day, GIA_LAI, OFFER, signUp, wanted } from '../../classes/support/samples.ts'
import { checkIns } from '../../support/class-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut } from '../../support/hired.ts'
import { messageFrom, NOW, person, sealer } from '../../support/samples.ts'
import { quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const texts = readYaml('data/messages/check-in.yaml', checkInTextsSchema)
const code = 'LC12' as ClassCode
/** The first lesson is on 09/10/2026 from 19:00 to 21:00, the second a week later. */
const weekly = { kind: 'weekly', weekdays: [5], from: day('2026-10-09'), until: null, count: 3 } as const
const schedule = { ...weekly, onHolidays: false, cancelled: [], moved: [], start: 19 * 60, end: 21 * 60 }
const first = at('2026-10-09', '19:10')
const second = at('2026-10-16', '19:10')

describeOnBothEngines('people scan the poster of a class', (context) => {
  let classId: ClassId
  const wordsFor = (number: number) => checkInWords(checkIns.codeOf({ id: classId, code, number }))
  const turnOf = async (contact: ContactId, event: object, now: number) => {
    const turns = createCheckInTurns({ db: context.db, sealer, checkIns, texts })
    const whole = { ...messageFrom(contact, 'e1'), ...event } as ReturnType<typeof messageFrom>
    return turns(whole, newContact(contact, accountOf(contact), NOW), 'r1', now)
  }
  /** What somebody hears who scans with Messenger, whose link carries a ref. */
  const scan = async (contact: ContactId, now: number, words = wordsFor(1)) =>
    carriedOut(context.db, await turnOf(contact, { type: 'chat_opened', ref: words }, now))

  beforeEach(async () => {
    classId = await add(context.db, { province: GIA_LAI, commune: quyNhon, schedule, capacity: 4 })
    await signUp(context.db, wanted(classId, 1))
  })

  it.each([
    { how: 'a link with a ref', event: (words: string) => ({ type: 'chat_opened', ref: words }) },
    { how: 'words that the link wrote for them', event: (words: string) => ({ text: words }) },
    {
      how: 'words as they typed them',
      event: (words: string) => ({ text: ` ${words.toLowerCase().replace('dd-', 'DD ')}` }),
    },
  ])('and are present: $how', async ({ event }) => {
    const turn = await turnOf(person(1), event(wordsFor(1)), first)
    expect(await carriedOut(context.db, turn)).toContain(
      'Đã điểm danh Người Thứ 1 (mã LC12-001) lớp Dùng VNeID an toàn',
    )
    const noted = await context.db.selectFrom('class_attendance').selectAll().execute()
    expect(noted).toEqual([
      expect.objectContaining({ session_at: at('2026-10-09', '19:00'), status: 'attended', noted_by: 'self' }),
    ])
  })

  it.each([
    { when: 'before the doors open', now: at('2026-10-09', '18:29'), said: 'Bà con quét lại từ 30 phút trước giờ học' },
    { when: 'as they open', now: at('2026-10-09', '18:30'), said: 'Đã điểm danh' },
    { when: 'an hour after the end', now: at('2026-10-09', '22:00'), said: 'Đã điểm danh' },
    { when: 'later', now: at('2026-10-09', '22:01'), said: 'mã không điểm danh được nữa' },
    { when: 'a week later, with the poster of the first date', now: second, said: 'mã không điểm danh được nữa' },
  ])('$when: $said', async ({ now, said }) => {
    expect(await scan(person(1), now)).toContain(said)
  })

  it('by a code that was guessed or altered nobody learns a thing', async () => {
    const right = wordsFor(1)
    const guesses = [
      right.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      right.replace('-1-', '-2-'),
      right.replace('LC12', 'LC13'),
      checkInWords(createCheckInCodes(Buffer.alloc(32, 'another key')).codeOf({ id: classId, code, number: 1 })),
    ]
    for (const guess of guesses) expect(await scan(person(1), first, guess)).toBe(texts.unknown)
    expect(await context.db.selectFrom('class_attendance').selectAll().execute()).toEqual([])
  })

  it('of whom several came with one phone are asked who, one after the other or all at once', async () => {
    for (const number of [2, 3]) await signUp(context.db, wanted(classId, number, { contact: person(1) }))
    const asked = await turnOf(person(1), { type: 'chat_opened', ref: wordsFor(1) }, first)
    const [message] = asked?.messages ?? []
    const choices = message?.type === 'text' ? (message.choices ?? []) : []
    expect(choices.map(({ label }) => label)).toEqual([
      'Người Thứ 1',
      'Người Thứ 2',
      'Người Thứ 3',
      'Tất cả đều có mặt',
    ])
    const payloads = choices.flatMap((choice) => (choice.type === 'reply' ? [choice.payload] : []))
    const press = async (contact: ContactId, payload = '') =>
      carriedOut(context.db, await turnOf(contact, { type: 'button', payload, label: '', ref: null }, first))
    expect(await press(person(1), payloads[1])).toContain('Đã điểm danh Người Thứ 2')
    // Another contact cannot answer for them.
    expect(await press(person(9), payloads[0])).not.toContain('Người Thứ')
    expect(await press(person(1), payloads[3])).toMatch(/Người Thứ 1[\s\S]*Người Thứ 3/)
    expect(await scan(person(1), first)).toContain('Đã điểm danh đủ')
  })

  it('and are not on the list may take a free seat on the spot, also while the lesson is on', async () => {
    expect(await scan(person(7), first)).toContain('Lớp còn 3 chỗ')
    expect((await signUp(context.db, wanted(classId, 8), at('2026-10-23', '20:00'))).kind).toBe('refused')
    const ended = at('2026-10-09', '20:00')
    await context.db
      .updateTable('classes')
      .set({ closes_at: at('2026-10-09', '12:00') })
      .execute()
    expect((await signUp(context.db, wanted(classId, 8), ended)).kind).toBe('refused')
    expect((await signUp(context.db, wanted(classId, 7), ended)).kind).toBe('registered')
    expect(await scan(person(7), ended)).toContain('Đã điểm danh Người Thứ 7')
    for (const number of [11, 12]) {
      await scan(person(number), ended)
      await signUp(context.db, wanted(classId, number), ended)
    }
    expect(await scan(person(9), ended)).toContain('lớp đã đủ chỗ')
  })

  it('hear when the date does not take place', async () => {
    const context_ = { holidays: new Set<never>(), terms: OFFER, now: NOW }
    await context.db.transaction().execute((trx) => cancelClassDate(trx, classId, day('2026-10-16'), context_))
    expect(await scan(person(1), second, wordsFor(2))).toContain('đã hủy')
  })

  it('add to their learning record, and to the figures of their commune alone', async () => {
    await scan(person(1), first)
    await scan(person(1), second, wordsFor(2))
    await signUp(context.db, wanted(classId, 2, { contact: person(1) }))
    const other = await add(context.db, { code: 'LC20', province: GIA_LAI, commune: quyNhonBac })
    await signUp(context.db, wanted(other, 5))
    expect(await listLearningRecords(context.db, sealer, person(1))).toEqual([
      { name: 'Người Thứ 1', lessons: 2, subjects: [{ subject: 'Dùng VNeID an toàn', lessons: 2 }] },
      { name: 'Người Thứ 2', lessons: 0, subjects: [] },
    ])
    const { id } = await context.db
      .selectFrom('registrations')
      .select('id')
      .where('position', '=', 1)
      .where('class_id', '=', classId)
      .executeTakeFirstOrThrow()
    expect(await countLessons(context.db, id)).toBe(2)
    expect(await countAttendance(context.db, person(1))).toBe(2)
    expect(await readFigures(context.db, [quyNhon])).toEqual([
      { month: '2026-10', classes: 1, lessons: 3, registered: 2, present: 2, people: 1 },
    ])
    expect((await readFigures(context.db, [quyNhon, quyNhonBac]))[0]).toMatchObject({ classes: 2, registered: 3 })
    expect(await readFigures(context.db, [])).toEqual([])
  })
})

describeOnBothEngines('somebody who has their data deleted', (context) => {
  it('is on no attendance sheet any more', async () => {
    const classId = await add(context.db, { province: GIA_LAI, commune: quyNhon })
    const result = await signUp(context.db, wanted(classId, 1))
    if (result.kind !== 'registered') throw new Error('there was no seat')
    const note = { registration: result.registration.id, sessionAt: first, status: 'attended', by: 'self' } as const
    await noteAttendance(context.db, note, first)
    await noteScan(context.db, person(1), classId, first)
    await context.db.transaction().execute((trx) => eraseRegistrations(trx, person(1), OFFER, first))
    for (const table of ['class_attendance', 'class_scans', 'registrations'] as const)
      expect(await context.db.selectFrom(table).selectAll().execute(), table).toEqual([])
  })
})

describe('a check-in code', () => {
  it('may be typed without its dashes, in any case', () => {
    const read = { code, number: 1, sign: '7kq4m2xt9rbc' }
    expect(readCheckIn('DD LC12-1-7kq4m2xt9rbc')).toEqual(read)
    expect(readCheckIn('dd-lc12-1-7kq4-m2xt-9rbc')).toEqual(read)
  })

  it('has no long number in it, which would be masked as that of an identity card', () => {
    const keys = Array.from({ length: 50 }, (_, byte) => createCheckInCodes(Buffer.alloc(32, byte)))
    const codes = keys.map((one) => one.codeOf({ id: 'c' as ClassId, code, number: 1 }))
    expect(codes.filter((one) => !/^LC12-1(?:-[0-9A-Z]{4}){3}$/.test(one))).toEqual([])
  })
})

describe('a text is no check-in', () => {
  it.each([
    '',
    'dd',
    'điểm danh LC12',
    'LC12-031',
    'dd-LC12-1-SHORT',
    'tôi quét dd-LC12-1-7KQ4-M2XT-9RBC',
  ])('"%s"', (text) => {
    expect(readCheckIn(text)).toBeNull()
  })
})
