import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { deliverOffers, OFFER_TERMS, passOnExpiredOffers } from '../../../src/actions/classes/offers.ts'
import { cancel } from '../../../src/classes/change-registration.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { listRegistrations } from '../../../src/classes/registration.store.ts'
import { accountIdOf } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { add, at, GIA_LAI, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { hire } from '../../support/hired.ts'
import { person, sealer } from '../../support/samples.ts'
import { desk, lettersTo, quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const messenger = {
  desk,
  deliver: desk.deliver,
  classTexts: readYaml('data/messages/classes.yaml', classTextsSchema),
}
const morning = at('2026-10-01', '09:00')

describeOnBothEngines('a seat that becomes free', (context) => {
  const textsTo = async (number: number) => (await lettersTo(context.db, person(number))).map(({ text }) => text)

  it('is told to the next in line and to the staff of the commune, and so is each who comes after', async () => {
    await hire(context.db, person(90), 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'commune_staff', quyNhonBac)
    const classId = await add(context.db, { province: GIA_LAI, commune: quyNhon, capacity: 1 })
    for (const number of [1, 2, 3]) await signUp(context.db, wanted(classId, number), morning)
    const { id } = await context.db
      .selectFrom('registrations')
      .select('id')
      .where('position', '=', 1)
      .executeTakeFirstOrThrow()
    await context.db.transaction().execute(async (trx) => {
      const { offers } = await cancel(trx, id as RegistrationId, 'person', OFFER_TERMS, morning)
      await deliverOffers(trx, messenger, offers, morning)
    })
    const told =
      'Lớp Dùng VNeID an toàn (19:30 10/10/2026) có chỗ trống: đã mời LC12-002 trong hàng chờ, giữ đến 21:00 01/10/2026.'
    expect(await textsTo(2)).toEqual([expect.stringContaining('có chỗ trống cho LC12-002')])
    expect(await textsTo(90)).toEqual([told])
    const later = morning + OFFER_TERMS.offerMs
    await passOnExpiredOffers(context.db, messenger, later)
    await passOnExpiredOffers(context.db, messenger, later)
    expect(await textsTo(3)).toEqual([expect.stringContaining('có chỗ trống cho LC12-003')])
    const [, second, ...more] = await lettersTo(context.db, person(90))
    expect(second?.text).toContain('đã mời LC12-003')
    // It was nine in the evening: staff sleep, too.
    expect(second?.dueAt).toBe(at('2026-10-02', '06:30'))
    expect(more).toEqual([])
    expect(await textsTo(91)).toEqual([])
  })

  it('goes on to the next though somebody in the line wrote to an account that is gone', async () => {
    const gone = person(2, accountIdOf('zalo-oa', 'gone'))
    const classId = await add(context.db, { capacity: 1 })
    await signUp(context.db, wanted(classId, 1), morning)
    await signUp(context.db, wanted(classId, 2, { contact: gone }), morning)
    await signUp(context.db, wanted(classId, 3), morning)
    await context.db.transaction().execute(async (trx) => {
      const [own] = await listRegistrations(trx, sealer, classId)
      const { offers } = await cancel(trx, own?.id as RegistrationId, 'person', OFFER_TERMS, morning)
      await deliverOffers(trx, messenger, offers, morning)
    })
    await passOnExpiredOffers(context.db, messenger, morning + OFFER_TERMS.offerMs)
    expect(await textsTo(3)).toEqual([expect.stringContaining('có chỗ trống cho LC12-003')])
  })
})
