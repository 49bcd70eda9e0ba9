import { expect, it } from 'vitest'
import { changeSeat } from '../../src/classes/change-seat.ts'
import type { ClassId } from '../../src/classes/class.ts'
import type { RegistrationId } from '../../src/classes/classes.schema.ts'
import { listRegistrations } from '../../src/classes/registration.store.ts'
import type { Registration } from '../../src/classes/registration.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { add, ids, OFFER, personIndex, signUp, wanted } from './support/samples.ts'

const CHILD = [
  { giver: 'learner', version: 'a' },
  { giver: 'parent', version: 'b' },
] as const

describeOnBothEngines('changing to another class', (context) => {
  const seat = async (classId: ClassId, number: number): Promise<Registration> => {
    const result = await signUp(context.db, wanted(classId, number, { consents: CHILD }))
    if (!('registration' in result)) throw new Error(result.because)
    return result.registration
  }
  const change = (from: Registration, to: ClassId) =>
    context.db
      .transaction()
      .execute((trx) =>
        changeSeat(trx, { sealer, personIndex, terms: OFFER }, { from, to, id: ids.next() as RegistrationId }, NOW + 1),
      )
  const list = async (id: ClassId) =>
    (await listRegistrations(context.db, sealer, id)).map(({ name, status }) => `${name} ${status}`)

  it('gives the seat to the next in line, and takes the consents along', async () => {
    const from = await add(context.db, { code: 'LC1', capacity: 1 })
    const to = await add(context.db, { code: 'LC2' })
    const mine = await seat(from, 1)
    await seat(from, 2)
    const changed = await change(mine, to)
    expect(changed).toMatchObject({
      kind: 'changed',
      registration: { code: 'LC2-001', status: 'registered' },
      offers: [{ contact: person(2) }],
    })
    expect(await list(from)).toEqual(['Người Thứ 1 cancelled', 'Người Thứ 2 offered'])
    expect(await list(to)).toEqual(['Người Thứ 1 registered'])
    const rows = await context.db.selectFrom('registration_consents').selectAll().orderBy('giver').execute()
    const mineNow = changed.kind === 'changed' ? changed.registration.id : null
    expect(rows.filter((row) => row.registration_id === mineNow).map(({ giver }) => giver)).toEqual([
      'learner',
      'parent',
    ])
  })

  it('to a full one changes nothing: nobody gives up a seat for a place in a line', async () => {
    const from = await add(context.db, { code: 'LC1' })
    const to = await add(context.db, { code: 'LC2', capacity: 1 })
    await seat(to, 2)
    const mine = await seat(from, 1)
    expect(await change(mine, to)).toEqual({ kind: 'kept', because: 'full' })
    expect(await list(from)).toEqual(['Người Thứ 1 registered'])
  })

  it('is for those on the list alone, and not to where they are already', async () => {
    const from = await add(context.db, { code: 'LC1' })
    const to = await add(context.db, { code: 'LC2' })
    const mine = await seat(from, 1)
    await seat(to, 1)
    expect(await change(mine, to)).toEqual({ kind: 'kept', because: 'already' })
    const another = await add(context.db, { code: 'LC3' })
    expect(await change(mine, another)).toMatchObject({ kind: 'changed' })
    expect(await change(mine, another)).toEqual({ kind: 'kept', because: 'not_on_list' })
  })
})
