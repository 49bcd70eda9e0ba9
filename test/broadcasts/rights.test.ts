import { describe, expect, it } from 'vitest'
import type { Segment } from '../../src/broadcasts/broadcast.ts'
import { mayHandle } from '../../src/broadcasts/rights.ts'
import type { PhoneListId } from '../../src/broadcasts/ways.schema.ts'
import type { Role, UnitId } from '../../src/staff/member.ts'
import { giaLai, haTinh, quyNhon, quyNhonBac, units } from '../support/support-desk.ts'

const list = '01h' as PhoneListId

describe('the right to an announcement', () => {
  it.each<{ name: string; role: Role; unit: UnitId; segment: Segment; may: boolean }>([
    { name: 'an officer of the province', role: 'officer', unit: giaLai, segment: {}, may: true },
    { name: 'an officer of another province', role: 'officer', unit: haTinh, segment: {}, may: false },
    {
      name: 'staff of its commune',
      role: 'commune_staff',
      unit: quyNhon,
      segment: { communes: [quyNhon] },
      may: false,
    },
    { name: 'an officer of its commune', role: 'officer', unit: quyNhon, segment: { communes: [quyNhon] }, may: true },
    {
      name: 'an officer of one of its communes',
      role: 'officer',
      unit: quyNhon,
      segment: { communes: [quyNhon, quyNhonBac] },
      may: false,
    },
    { name: 'an officer of a commune, for all', role: 'officer', unit: quyNhon, segment: {}, may: false },
    {
      name: 'an officer of its commune, though it goes to all of a list of phones',
      role: 'officer',
      unit: quyNhon,
      segment: { communes: [quyNhon], phone_list: list },
      may: false,
    },
    {
      name: 'an officer of the province, to a list of phones',
      role: 'officer',
      unit: giaLai,
      segment: { phone_list: list },
      may: true,
    },
  ])('of $name: $may', ({ role, unit, segment, may }) => {
    expect(mayHandle(units, { role, unit }, { province: giaLai, segment })).toBe(may)
  })
})
