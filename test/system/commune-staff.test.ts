import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClassId } from '../../src/classes/class.ts'
import { register } from '../../src/classes/register.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import type { StaffId } from '../../src/staff/member.ts'
import { addStaff } from '../../src/staff/staff.store.ts'
import { add, GIA_LAI, personIndex, wanted } from '../classes/support/samples.ts'
import { quyNhon, quyNhonBac, units } from '../support/support-desk.ts'
import { type Citizen, citizen, personId } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

/** Ten minutes before the class of the samples begins. */
const NOW = '2026-10-10T19:20:00+07:00'
const ids = createIds(() => Date.parse(NOW))

describe('commune staff and their class, from webhook to file', () => {
  const scene = sharedScene('sqlite', { env: { FAKE_NOW: NOW } })
  let classId: ClassId
  let an: Citizen
  let official: Citizen
  let stranger: Citizen

  const link = async (who: Citizen, unit: typeof quyNhon) => {
    const { db, sealer } = scene.now.stored
    const id = ids.next() as StaffId
    const now = Date.parse(NOW)
    const staff = { id, role: 'commune_staff' as const, unit, name: 'chị Lan', now, by: 'operator' }
    const code = await db.transaction().execute((trx) => addStaff(trx, sealer, units, staff))
    await who.answerTo(() => who.writes(code))
  }
  const signUp = (contact: ContactId) => {
    const { db, sealer } = scene.now.stored
    const one = wanted(classId, 1, { contact })
    return db.transaction().execute((trx) => register(trx, sealer, personIndex, one, Date.parse(NOW)))
  }
  const addressIn = (said: string) => said.match(/https?:\/\/\S+/)?.[0] ?? ''

  beforeAll(async () => {
    await scene.start()
    const { system, stored } = scene.now
    an = citizen(system, 'messenger', 1)
    official = citizen(system, 'zalo', 2)
    stranger = citizen(system, 'zalo', 3)
    classId = await add(stored.db, { province: GIA_LAI, commune: quyNhon })
    await an.answerTo(() => an.writes('xin chào'))
    await signUp(an.contact)
    await link(official, quyNhon)
    await link(stranger, quyNhonBac)
  })
  afterAll(scene.end)

  it('an official downloads the list once; an official of the next commune gets no link', async () => {
    const said = await official.answerTo(() => official.writes('xuat danh sach lc12'))
    const address = addressIn(said)
    expect((await fetch(address)).status).toBe(200)
    const file = await fetch(address, { method: 'POST' })
    expect(file.headers.get('content-type')).toContain('spreadsheetml')
    expect((await fetch(address, { method: 'POST' })).status).toBe(410)
    const refused = await stranger.answerTo(() => stranger.writes('xuất danh sách LC12'))
    expect(refused).toBe('Không có lớp LC12 trong đơn vị của anh/chị.')
  })

  it('a citizen opens the link of the poster and is present', async () => {
    const said = await official.answerTo(() => official.writes('mã QR LC12'))
    const poster = await fetch(addressIn(said))
    expect(poster.headers.get('content-type')).toBe('application/pdf')
    const ref = `dd-${addressIn(said).match(/ap-phich\/(.+)\.pdf/)?.[1]}`
    const messenger = scene.now.system.messenger.person(personId('messenger', 1))
    expect(await an.answerTo(() => messenger.opensLink(ref))).toContain('Đã điểm danh Người Thứ 1')
    expect(await an.answerTo(() => an.writes('tôi học được mấy buổi rồi'))).toContain('Người Thứ 1 đã học 1 buổi')
    // Whoever is not on the list may take a seat on the spot.
    const guest = citizen(scene.now.system, 'zalo', 4)
    expect(await guest.answerTo(() => guest.writes(ref))).toContain('muốn ghi tên luôn không')
    expect(await guest.answerTo(() => guest.presses('Ghi tên vào lớp'))).toContain('Họ tên và số điện thoại')
    expect(await guest.answerTo(() => guest.writes('Lê Văn Cường, 0987 654 321'))).toContain('Dùng VNeID an toàn')
    expect(await guest.answerTo(() => guest.presses('Có'), 2)).toContain('Đã giữ chỗ cho Lê Văn Cường')
    expect(await guest.answerTo(() => guest.writes(ref))).toContain('Đã điểm danh Lê Văn Cường')
  })

  it('a letter to the class reaches its people', async () => {
    expect(await official.answerTo(() => official.writes('nhắn cả lớp LC12: Mời bà con vào lớp'))).toContain(
      'Nhắn tới 2',
    )
    expect(await an.answerTo(() => official.writes('đồng ý'))).toContain('Mời bà con vào lớp')
  })
})
