import { describe, expect, it } from 'vitest'
import { createIds, type ProvinceId } from '../../src/core/ids.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { readCommunes } from '../../src/places/communes.ts'
import { readProvinces } from '../../src/places/provinces.ts'
import { findLinkCode } from '../../src/staff/link-code.ts'
import { canActIn, type Role, type StaffId, type UnitId } from '../../src/staff/member.ts'
import { addStaff, findStaffByContact, listStaff, removeStaff } from '../../src/staff/staff.store.ts'
import { createUnits } from '../../src/staff/units.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { linkByCode } from '../support/link-by-code.ts'
import { NOW, person, sealer } from '../support/samples.ts'

const units = createUnits(readProvinces('data/provinces'), readCommunes('.'))
const ids = createIds(() => NOW)
const giaLai = 'gia-lai' as ProvinceId
const haTinh = 'ha-tinh' as ProvinceId
const quyNhon = '21583' as UnitCode
const quyNhonBac = '21553' as UnitCode
const HOUR = 3_600_000

describe('a role', () => {
  it.each<{ unit: UnitId; other: UnitId; may: boolean; name: string }>([
    { unit: giaLai, other: giaLai, may: true, name: 'in its own province' },
    { unit: giaLai, other: quyNhon, may: true, name: 'down to a commune' },
    { unit: quyNhon, other: quyNhon, may: true, name: 'in its own commune' },
    { unit: quyNhon, other: giaLai, may: false, name: 'not up to the province' },
    { unit: quyNhon, other: quyNhonBac, may: false, name: 'not sideways to another commune' },
    { unit: giaLai, other: haTinh, may: false, name: 'not sideways to another province' },
    { unit: haTinh, other: quyNhon, may: false, name: 'not into the communes of another province' },
    { unit: giaLai, other: '00001' as UnitCode, may: false, name: 'not into a unit that does not exist' },
  ])('reaches $name', ({ unit, other, may }) => {
    expect(canActIn(units, { unit }, other)).toBe(may)
  })
})

describe('units', () => {
  it('are found by id and code, and only in the provinces that are served', () => {
    expect(units.find('gia-lai')).toBe('gia-lai')
    expect(units.find('21583')).toBe('21583')
    expect([units.find('00004'), units.find('xyz')]).toEqual([null, null])
  })
  it('have names', () => {
    expect([units.nameOf(giaLai), units.nameOf(quyNhon)]).toEqual(['tỉnh Gia Lai', 'phường Quy Nhơn'])
  })
})

it.each([
  { text: '7kq4-m2xt-9rbc', code: '7kq4-m2xt-9rbc' },
  { text: 'ma can bo 7kq4-m2xt-9rbc', code: '7kq4-m2xt-9rbc' },
  { text: 'lien ket: 7kq4-m2xt-9rbc', code: '7kq4-m2xt-9rbc' },
  { text: 'toi hoi ve 7kq4-m2xt-9rbc', code: null },
  { text: '0912-3456-7890 la so toi', code: null },
])('"$text" holds the code $code', ({ text, code }) => {
  expect(findLinkCode(text)).toBe(code)
})

describeOnBothEngines('staff', (context) => {
  const add = (role: Role = 'officer', unit: UnitId = giaLai, now = NOW) => {
    const id = ids.next() as StaffId
    const staff = { id, role, unit, name: 'Rơ Châm H’Lan', now, by: 'operator' }
    return context.db.transaction().execute(async (trx) => ({ id, code: await addStaff(trx, sealer, units, staff) }))
  }
  const link = (contact: ReturnType<typeof person>, code: string, now = NOW) =>
    context.db.transaction().execute((trx) => linkByCode(trx, sealer, { contact, code, now }))
  const deeds = async () => {
    const rows = await context.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute()
    return rows.map(({ actor, action }) => `${actor.split(':')[0]} ${action}`)
  }

  it('become those of a contact by their code, once', async () => {
    const { id, code } = await add()
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/)
    expect(await findStaffByContact(context.db, sealer, person(1))).toBeUndefined()
    expect(await link(person(1), code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ type: 'linked' })
    expect(await findStaffByContact(context.db, sealer, person(1))).toMatchObject({
      id,
      role: 'officer',
      unit: giaLai,
      name: 'Rơ Châm H’Lan',
      contact: person(1),
      linkedAt: NOW,
    })
    expect(await link(person(1), code)).toMatchObject({ type: 'already_linked' })
    expect(await link(person(2), code)).toEqual({ type: 'wrong', triesLeft: 4 })
    expect(await deeds()).toEqual(['operator staff_added', 'staff staff_linked'])
  })

  it('keep name and code sealed', async () => {
    const { code } = await add()
    const row = await context.db.selectFrom('staff').selectAll().executeTakeFirstOrThrow()
    expect(row.sealed_name.includes('Lan')).toBe(false)
    expect(JSON.stringify(row)).not.toContain(code)
  })

  it('cannot use a code after 24 hours', async () => {
    const { code } = await add()
    expect(await link(person(1), code, NOW + 24 * HOUR)).toMatchObject({ type: 'wrong' })
    expect(await link(person(1), code, NOW + 24 * HOUR - 1)).toMatchObject({ type: 'linked' })
  })

  it('are locked out for an hour after five wrong codes, each contact for itself', async () => {
    const { code } = await add()
    for (const triesLeft of [4, 3, 2, 1])
      expect(await link(person(1), 'AAAA-AAAA-AAAA')).toEqual({ type: 'wrong', triesLeft })
    expect(await link(person(1), 'AAAA-AAAA-AAAA')).toEqual({ type: 'locked', until: NOW + HOUR })
    expect(await link(person(1), code, NOW + HOUR - 1)).toEqual({ type: 'locked', until: NOW + HOUR })
    expect(await deeds()).toEqual(['operator staff_added', 'system staff_code_locked'])
    const other = await add()
    expect(await link(person(2), other.code)).toMatchObject({ type: 'linked' })
    expect(await link(person(1), code, NOW + HOUR)).toMatchObject({ type: 'linked' })
  })

  it('have no rights once removed, and their code none either', async () => {
    const { id, code } = await add()
    const late = await add()
    await link(person(1), code)
    const remove = (one: StaffId) =>
      context.db.transaction().execute((trx) => removeStaff(trx, { id: one, now: NOW, by: 'operator' }))
    expect([await remove(id), await remove(id), await remove(late.id)]).toEqual([true, false, true])
    expect(await findStaffByContact(context.db, sealer, person(1))).toBeUndefined()
    expect(await link(person(2), late.code)).toMatchObject({ type: 'wrong' })
    expect(await listStaff(context.db, sealer)).toEqual([])
    const again = await add()
    expect(await link(person(1), again.code)).toMatchObject({ type: 'linked' })
  })

  it('of a commune belong to a commune', async () => {
    await expect(add('commune_staff', giaLai)).rejects.toMatchObject({ code: 'staff_unit' })
    await add('commune_staff', quyNhon)
    expect(await listStaff(context.db, sealer)).toMatchObject([{ role: 'commune_staff', unit: quyNhon }])
  })
})
