import { expect, it } from 'vitest'
import { askRatings } from '../../../src/actions/classes/ask-ratings.ts'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { countNotices, type NoticeParts } from '../../../src/actions/classes/notify.ts'
import { readSendingRules } from '../../../src/broadcasts/rules.ts'
import { noteAttendance } from '../../../src/classes/attendance.store.ts'
import type { ClassId } from '../../../src/classes/class.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { findClassToRate, rateClass, ratingOf } from '../../../src/classes/rating.store.ts'
import { accountOf, type ContactId } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { EMPTY_SESSION } from '../../../src/engine/session.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { findDueFollowUps } from '../../../src/requests/follow-up.store.ts'
import { add, at, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { otherAccount, person, sealer } from '../../support/samples.ts'
import { desk } from '../../support/support-desk.ts'

const parts: NoticeParts = {
  desk,
  classTexts: readYaml('data/messages/classes.yaml', classTextsSchema),
  rules: readSendingRules('data/platform-rules'),
}
const HALF_PAST_EIGHT = 8 * 60 + 30
const long = at('2026-10-01', '09:00')
/** The class of the samples: 19:30 to 21:00 on 10/10/2026. */
const lesson = at('2026-10-10', '19:30')
const nextMorning = at('2026-10-11', '08:30')
const none = countNotices([])

describeOnBothEngines('people are asked how a class was', (context) => {
  const ask = (now = nextMorning) => askRatings(context.db, parts, HALF_PAST_EIGHT, now)
  const seat = async (classId: ClassId, number: number, contact: ContactId = person(number), wrote = lesson) => {
    const result = await signUp(context.db, wanted(classId, number, { contact }), long)
    const known = { ...newContact(contact, accountOf(contact), long), version: 1, state: EMPTY_SESSION }
    await saveContacts(context.db, sealer, [{ ...known, lastEventAt: wrote }])
    return (result.kind === 'registered' && result.registration.id) as RegistrationId
  }
  const came = (registration: RegistrationId, status: 'attended' | 'missed') =>
    context.db
      .transaction()
      .execute((trx) => noteAttendance(trx, { registration, sessionAt: lesson, status, by: 'staff:1' }, lesson))
  const asked = async () => (await findDueFollowUps(context.db, nextMorning, 100)).map(({ contact }) => contact)

  it('on the next morning, once, though they signed up several', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await seat(id, 2, person(1))
    expect(await ask(at('2026-10-10', '21:00'))).toEqual(none)
    expect(await ask(nextMorning - 60_000)).toEqual(none)
    expect(await ask()).toEqual({ ...none, sent: 1 })
    expect(await ask(nextMorning + 60_000)).toEqual(none)
    expect(await asked()).toEqual([person(1)])
  })

  it('if they were marked present; all with a seat where no roll was called', async () => {
    const called = await add(context.db, { code: 'LC1' })
    await came(await seat(called, 1), 'attended')
    await came(await seat(called, 2), 'missed')
    await seat(called, 3)
    const uncalled = await add(context.db, { code: 'LC2' })
    await seat(uncalled, 4)
    await ask()
    expect((await asked()).sort()).toEqual([person(1), person(4)].sort())
  })

  it('but not the member of staff who put people without a chat on the list', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await context.db.updateTable('registrations').set({ consent_version: 'can-bo-ghi-2' }).execute()
    expect(await ask()).toEqual(none)
  })

  it('not when the platform lets nobody write any more; why not is counted', async () => {
    const id = await add(context.db)
    await seat(id, 1, person(1, otherAccount), nextMorning - 25 * 3_600_000)
    expect(await ask()).toEqual({ ...none, window: 1 })
    expect(await asked()).toEqual([])
    expect(await findClassToRate(context.db, person(1, otherAccount), long)).toBeUndefined()
  })

  it('not about a class that was cancelled, or is over for days', async () => {
    await seat(await add(context.db, { status: 'open' }), 1)
    expect(await ask(at('2026-10-13', '09:00'))).toEqual(none)
    await context.db.updateTable('classes').set({ status: 'cancelled' }).execute()
    expect(await ask()).toEqual(none)
  })

  it('and the first answer of each counts', async () => {
    const id = await add(context.db)
    await seat(id, 1)
    await seat(id, 2)
    await ask()
    expect(await findClassToRate(context.db, person(1), long)).toBe(id)
    const rate = (contact: ContactId, score: number) =>
      rateClass(context.db, { classId: id, contact, score }, nextMorning)
    expect(await ratingOf(context.db, id)).toBeNull()
    expect(await rate(person(1), 5)).toBe(true)
    expect(await rate(person(1), 1)).toBe(false)
    expect(await rate(person(2), 2)).toBe(true)
    expect(await ratingOf(context.db, id)).toEqual({ count: 2, mean: 3.5 })
    expect(await findClassToRate(context.db, person(1), long)).toBeUndefined()
  })
})
