import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import readXlsxFile from 'read-excel-file/node'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWebChannel } from '../../../src/channels/web/channel.ts'
import { createWebHub } from '../../../src/channels/web/hub.ts'
import { checkInWords } from '../../../src/classes/check-in-code.ts'
import type { ClassCode, ClassId } from '../../../src/classes/class.ts'
import { allowDownload, DOWNLOAD_LASTS_MS } from '../../../src/classes/download.store.ts'
import { readRegistrationWords } from '../../../src/classes/sheets/write-registrations.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { createClassPagesRouter } from '../../../src/http/class-pages/class-pages.router.ts'
import { posterWays } from '../../../src/http/class-pages/poster.ts'
import { readClassPagesTexts } from '../../../src/http/class-pages/texts.ts'
import { close } from '../../../src/http/server.ts'
import type { StaffId } from '../../../src/staff/member.ts'
import { drawPageToken } from '../../../src/staff/page-link.store.ts'
import { removeStaff } from '../../../src/staff/staff.store.ts'
import { add, at, GIA_LAI, signUp, wanted } from '../../classes/support/samples.ts'
import { checkIns, typeAtDesk } from '../../support/class-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { deedsOf, hire } from '../../support/hired.ts'
import { person, sealer } from '../../support/samples.ts'
import { giaLai, haTinh, quyNhon, quyNhonBac, units } from '../../support/support-desk.ts'

const ORIGIN = 'https://gan-dan.example'
const staff = person(90)
const now = at('2026-10-09', '09:00')
const texts = readClassPagesTexts('data/messages/class-pages.yaml')
const channels = [createWebChannel({ provinces: [giaLai, haTinh], hub: createWebHub(), clock: systemClock })]

describeOnBothEngines('the pages of classes', (context) => {
  const clock = { time: now, now: () => clock.time }
  let open: AsyncDisposableStack
  let origin: string
  let classId: ClassId
  let member: StaffId

  beforeEach(async () => {
    open = new AsyncDisposableStack()
    clock.time = now
    const { db } = context
    const router = createClassPagesRouter({
      db,
      sealer,
      units,
      clock,
      checkIns,
      channels,
      publicUrl: ORIGIN,
      texts,
      registrationWords: readRegistrationWords('.'),
    })
    const server = createServer(express().use('/lop', router)).listen(0)
    open.defer(() => close(server))
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
    member = await hire(db, staff, 'commune_staff', quyNhon)
    classId = await add(db, { province: GIA_LAI, commune: quyNhon })
    await signUp(db, wanted(classId, 1))
  })
  afterEach(() => open.disposeAsync())

  /** The link that staff get in chat, on this server. */
  const linkFrom = async (text: string) => {
    const said = await typeAtDesk(context.db, staff, text, clock.time)
    return `${origin}${said?.match(/https:\/\/gan-dan\.example(\S+)/)?.[1]}`
  }
  const linkOf = async (whose: StaffId, of: ClassId) => {
    const token = drawPageToken()
    await allowDownload(context.db, token, { classId: of, staff: whose, now: clock.time })
    return `${origin}/lop/danh-sach/${token}`
  }
  const post = (link: string) => fetch(link, { method: 'POST' })

  it('give the list once, with phones in full, however often a platform has opened the link', async () => {
    const link = await linkFrom('xuất danh sách LC12')
    for (const _ of [1, 2, 3]) {
      const preview = await fetch(link)
      expect(preview.status).toBe(200)
      const page = await preview.text()
      expect(page).toContain('Tải danh sách')
      expect(page).not.toContain('Người Thứ')
      expect(preview.headers.get('cache-control')).toBe('no-store')
    }
    const file = await post(link)
    expect(file.status).toBe(200)
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=danh-sach-LC12.xlsx')
    const [sheet] = await readXlsxFile(Buffer.from(await file.arrayBuffer()))
    const rows = (sheet as unknown as { data: unknown[][] }).data
    expect(rows[1]).toEqual(expect.arrayContaining(['LC12-001', 'Người Thứ 1', '0900000001']))

    const again = await post(link)
    expect(again.status).toBe(410)
    expect(await again.text()).toContain('Liên kết không còn dùng được')
    expect((await fetch(link)).status).toBe(410)
    expect(await deedsOf(context.db, 'list_link', 'registrations_exported')).toEqual([
      'list_link_made null',
      'registrations_exported 1 people',
    ])
  })

  it('give it to one of two who press at the same moment', async () => {
    const link = await linkFrom('xuất danh sách LC12')
    const statuses = (await Promise.all([post(link), post(link)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 410])
  })

  it('give nothing after a quarter of an hour, and nothing for what is no token', async () => {
    const link = await linkFrom('xuất danh sách LC12')
    clock.time = now + DOWNLOAD_LASTS_MS
    expect((await post(link)).status).toBe(410)
    for (const token of ['x', drawPageToken(), '%00', 'a'.repeat(4000)]) {
      expect((await fetch(`${origin}/lop/danh-sach/${token}`)).status).toBe(410)
      expect((await post(`${origin}/lop/danh-sach/${token}`)).status).toBe(410)
    }
  })

  it('keep no token: only its hash is stored', async () => {
    const token = (await linkFrom('xuất danh sách LC12')).split('/').at(-1)
    const rows = await context.db.selectFrom('staff_page_links').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('give no list to staff who left, or whose unit is another than that of the class', async () => {
    const foreign = await add(context.db, { code: 'LC20', province: GIA_LAI, commune: quyNhonBac })
    await signUp(context.db, wanted(foreign, 2))
    expect((await post(await linkOf(member, foreign))).status).toBe(410)
    // A class that goes to another commune takes its links with it.
    const link = await linkFrom('xuất danh sách LC12')
    await context.db.updateTable('classes').set({ commune_code: quyNhonBac }).where('id', '=', classId).execute()
    expect((await post(link)).status).toBe(410)
    await context.db.updateTable('classes').set({ commune_code: quyNhon }).where('id', '=', classId).execute()
    const late = await linkFrom('xuất danh sách LC12')
    await context.db.transaction().execute((trx) => removeStaff(trx, { id: member, now, by: 'operator' }))
    expect((await post(late)).status).toBe(410)
    expect(await deedsOf(context.db, 'class_refused')).toEqual(Array(3).fill('class_refused download'))
    expect(await deedsOf(context.db, 'registrations_exported')).toEqual([])
  })

  it('print the poster of the next date, which says nothing of people', async () => {
    const poster = await fetch(await linkFrom('mã QR LC12'))
    expect(poster.headers.get('content-type')).toBe('application/pdf')
    expect(poster.headers.get('content-disposition')).toBe('inline; filename="diem-danh-LC12-1.pdf"')
    const pdf = Buffer.from(await poster.arrayBuffer())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.length).toBeGreaterThan(5_000)
    expect(await deedsOf(context.db, 'poster')).toEqual(['poster_made date 1'])
  })

  it.each([
    'LC12-1-000000000000',
    'LC12-2-000000000000',
    'LC99-1-000000000000',
    'x',
  ])('print no poster for a guessed code: %s', async (code) => {
    expect((await fetch(`${origin}/lop/ap-phich/${code}.pdf`)).status).toBe(404)
  })

  it('lead from the poster into the chats of the province alone', () => {
    const code = checkIns.codeOf({ id: classId, code: 'LC12' as ClassCode, number: 1 })
    expect(posterWays(channels, giaLai, code, ORIGIN)).toEqual([
      { channel: 'web', link: `${ORIGIN}/chat?province=gia-lai&text=${checkInWords(code)}` },
    ])
  })
})
