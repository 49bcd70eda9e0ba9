import SQLite from 'better-sqlite3'
import type { Insertable } from 'kysely'
import { addDays, type Day } from '../../src/calendar/days.ts'
import { addClass } from '../../src/classes/class.store.ts'
import type { ClassCode, ClassId } from '../../src/classes/class.ts'
import type { RegistrationId, RegistrationStatus } from '../../src/classes/classes.schema.ts'
import { normalisePhone, type PersonIndex } from '../../src/classes/person-index.ts'
import { type Schedule, sessionsOf } from '../../src/classes/schedule.ts'
import { accountIdOf, type ContactId, contactIdOf } from '../../src/core/ids.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import type { Sealer } from '../../src/db/seal.ts'
import { EMPTY_SESSION } from '../../src/engine/session.ts'
import type { Commune } from '../../src/places/commune.ts'
import { seededChance } from '../system/support/random.ts'
import { insertAll } from './insert-all.ts'

export const ZALO = accountIdOf('zalo-oa', '4000000000000000004')
export const MESSENGER = accountIdOf('messenger', '5000000000000000005')

const SUBJECTS = [
  'Dùng VNeID an toàn',
  'Nộp hồ sơ trực tuyến',
  'Dùng điện thoại thông minh',
  'Bán hàng trên mạng',
  'Thanh toán không tiền mặt',
  'Chữ ký số cho mọi người',
  'Nhận biết lừa đảo trên mạng',
  'Trí tuệ nhân tạo cho người mới',
]
const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Rơ Châm', 'Siu', 'Võ', 'Đinh']
const GIVEN_NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Phúc', 'Tâm', 'Thảo', 'Yến']
/** The season of the programme: from 05/10 to 15/12. */
const FIRST_DAY = '2026-10-05' as Day
const DAYS = 72
const CAPACITY = 45
const WAITING = 5
const PEOPLE_A_CLASS = CAPACITY + WAITING
/** Each person has signed up for so many classes. */
const CLASSES_A_PERSON = 4
const DAY_MS = 86_400_000

export interface CatalogueSize {
  readonly classes: number
  readonly registrations: number
}

/** A season of classes as a province would have it, in the middle of which it is `now` (UTC ms). */
export interface CataloguePlan {
  readonly classes: number
  readonly communes: readonly Commune[]
  readonly sealer: Sealer
  readonly personIndex: PersonIndex
  readonly now: number
}

/**
 * Fills a migrated SQLite file with classes, half of them a weekly series of four, and fifty people on the list of each;
 * the same numbers give the same people and times. Nothing in it waits for the disk: it is made once and thrown away.
 */
export async function fillCatalogue(path: string, plan: CataloguePlan): Promise<CatalogueSize> {
  const database = openDatabase(`file:${path}`)
  const classes = await database.db.transaction().execute((trx) => addClasses(trx, plan))
  await database[Symbol.asyncDispose]()
  const sqlite = new SQLite(path)
  sqlite.pragma('synchronous = OFF')
  sqlite.pragma('cache_size = -64000')
  const people = Math.ceil((plan.classes * PEOPLE_A_CLASS) / CLASSES_A_PERSON)
  addContacts(sqlite, people, plan)
  addRegistrations(sqlite, classes, people, plan)
  // As the database of a running system would know its tables.
  sqlite.exec('analyze')
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  sqlite.close()
  return { classes: classes.length, registrations: classes.length * PEOPLE_A_CLASS }
}

async function addClasses(trx: Db, { classes, communes, now }: CataloguePlan): Promise<ClassId[]> {
  const chance = seededChance(1)
  const upTo = (limit: number) => Math.floor(chance() * limit)
  const ids: ClassId[] = []
  for (let number = 0; number < classes; number++) {
    const commune = communes[number % communes.length] as Commune
    const start = (7 + upTo(14)) * 60
    const hours = { start, end: start + 90 }
    const date = addDays(FIRST_DAY, upTo(DAYS))
    const weekdays = [1 + upTo(7)] as const
    const series = { kind: 'weekly', ...hours, weekdays, from: date, until: null, count: 4, onHolidays: true } as const
    const schedule = (
      number % 2 === 0 ? { kind: 'once', ...hours, date } : { ...series, cancelled: [], moved: [] }
    ) as Schedule
    const plan = {
      code: `LC${number + 1}` as ClassCode,
      subject: SUBJECTS[upTo(SUBJECTS.length)] as string,
      audience: 'Người cao tuổi',
      province: commune.province,
      commune: commune.code,
      place: `Nhà văn hóa thôn ${1 + upTo(9)}`,
      mapLink: null,
      teacher: 'Tổ công nghệ số cộng đồng',
      capacity: CAPACITY,
      opensAt: null,
      closesAt: null,
      schedule,
      mode: number % 10 === 9 ? 'online' : 'in_person',
      status: 'open',
    } as const
    ids.push(await addClass(trx, plan, sessionsOf(schedule, new Set()), { ids: countingIds('k', number), now }))
  }
  await trx.updateTable('classes').set({ taken: CAPACITY, waiting: WAITING, arrivals: PEOPLE_A_CLASS }).execute()
  return ids
}

/** Ids in the order in which they are given, as those of the product are. */
function countingIds(letter: string, number: number) {
  return { next: () => `${letter}${String(number).padStart(25, '0')}` }
}

function contactOf(number: number): ContactId {
  const account = number % 2 === 0 ? ZALO : MESSENGER
  return contactIdOf(account, `7${String(number).padStart(15, '0')}`)
}

function addContacts(sqlite: SQLite.Database, people: number, { sealer, now }: CataloguePlan): void {
  const chance = seededChance(2)
  insertAll(sqlite, 'contacts', people, (number): Insertable<Schema['contacts']> => {
    return {
      id: contactOf(number),
      account_id: number % 2 === 0 ? ZALO : MESSENGER,
      version: 1,
      sealed_state: sealer.seal(EMPTY_SESSION),
      opted_out_at: chance() < 0.02 ? now - DAY_MS : null,
      muted_until: null,
      first_seen_at: now - 30 * DAY_MS,
      last_event_at: now - Math.floor(chance() * 3 * DAY_MS),
    }
  })
}

function addRegistrations(
  sqlite: SQLite.Database,
  classes: readonly ClassId[],
  people: number,
  { sealer, personIndex, now }: CataloguePlan,
): void {
  const total = classes.length * PEOPLE_A_CLASS
  insertAll(sqlite, 'registrations', total, (number): Insertable<Schema['registrations']> => {
    const classNumber = Math.floor(number / PEOPLE_A_CLASS)
    const position = 1 + (number % PEOPLE_A_CLASS)
    // A prime steps through all people before it meets one again.
    const who = (number * 104_729) % people
    const family = FAMILY_NAMES[who % FAMILY_NAMES.length]
    const person = {
      name: `${family} ${GIVEN_NAMES[who % GIVEN_NAMES.length]} ${who}`,
      phone: `09${String(who).padStart(8, '0')}`,
    }
    const contact = contactOf(who)
    const status: RegistrationStatus = position > CAPACITY ? 'waiting' : 'registered'
    return {
      id: countingIds('r', number).next() as RegistrationId,
      class_id: classes[classNumber] as ClassId,
      contact_id: contact,
      sealed_name: sealer.seal(person.name),
      sealed_phone: sealer.seal(normalisePhone(person.phone)),
      person_index: personIndex(person),
      code: `LC${classNumber + 1}-${String(position).padStart(3, '0')}`,
      status,
      position,
      offered_until: null,
      offer_told_at: null,
      cancelled_by: null,
      consent_version: '2026-09',
      consented_by: contact,
      consented_at: now - 20 * DAY_MS,
      created_at: now - 20 * DAY_MS,
      updated_at: now - 20 * DAY_MS,
    }
  })
}
