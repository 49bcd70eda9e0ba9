import readXlsxFile from 'read-excel-file/node'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PERSONAL, storeCampaign } from '../report/support/campaign.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type Desk, openDesk } from './support/desk.ts'

const DAYS = 'from=01%2F10%2F2026&to=10%2F10%2F2026'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  await storeCampaign(desk.database.db)
})
afterEach(() => desk[Symbol.asyncDispose]())

it('shows the report of the province in the current month, and nothing of anybody', async () => {
  const officer = await desk.login()
  const page = await (await officer.get('/console/report')).text()
  expect(page).toContain('<h2>Báo cáo tỉnh Gia Lai</h2>')
  expect(page).toContain('name="from" value="01/10/2026"')
  expect(page).toContain('name="to" value="31/10/2026"')
  expect(page).toContain('<th scope="row">Nhắn lần đầu trong kỳ</th><td>4</td>')
  expect(page).toContain('Nhóm câu hỏi')
  expect(page).toContain('aria-current="page">Báo cáo</a>')
  for (const personal of PERSONAL) expect(page).not.toContain(personal)
  expect(await desk.deeds()).toContain('report_made unit:gia-lai')
})

it('shows chosen days of a commune', async () => {
  const officer = await desk.login()
  const page = await (await officer.get(`/console/report?unit=${quyNhon}&${DAYS}`)).text()
  expect(page).toContain('<h2>Báo cáo phường Quy Nhơn</h2>')
  expect(page).toContain('<th scope="row">Lời nhờ trong kỳ</th><td>3</td>')
  expect(page).toContain('<th scope="row">Nhắn lần đầu trong kỳ</th><td>2</td>')
  expect(page).not.toContain('Tin bà con gửi đến')
})

it('gives the same as a workbook by the link on the page', async () => {
  const officer = await desk.login()
  const page = await (await officer.get(`/console/report?unit=gia-lai&${DAYS}`)).text()
  const link = /href="(\/console\/report\/bao-cao\.xlsx[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const response = await officer.get(link)
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename=bao-cao-gia-lai-01102026-10102026.xlsx',
  )
  const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
  expect(sheet?.data.find((row) => row[0] === 'Nhắn lần đầu trong kỳ')?.[1]).toBe(3)
})

it.each([
  { query: 'from=31%2F02%2F2026', said: '“31/02/2026” không phải là ngày.' },
  { query: 'from=11%2F10%2F2026&to=10%2F10%2F2026', said: 'Ngày đầu đứng sau ngày cuối.' },
  { query: 'unit=nowhere', said: 'Không có tỉnh, xã, phường này trong hệ thống.' },
  { query: 'unit=ha-tinh', said: 'Không có tỉnh, xã, phường này trong hệ thống.' },
  { query: 'from=%22%3E%3Cscript%3E', said: '&lt;script&gt;' },
])('refuses "$query" with the cure, as a page and as a workbook', async ({ query, said }) => {
  const officer = await desk.login()
  for (const path of ['/console/report', '/console/report/bao-cao.xlsx']) {
    const response = await officer.get(`${path}?${query}`)
    expect(response.status).toBe(400)
    const page = await response.text()
    expect(page).toContain(said)
    expect(page).not.toContain('"><script>')
  }
})

it('is nothing for those who are not logged in', async () => {
  const url = await desk.start()
  for (const path of ['', '/bao-cao.xlsx']) {
    const response = await fetch(`${url}/console/report${path}`, { redirect: 'manual' })
    expect(response.headers.get('location')).toBe('/console/login')
  }
})
