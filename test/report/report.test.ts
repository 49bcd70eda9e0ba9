import readXlsxFile from 'read-excel-file/node'
import { expect, it } from 'vitest'
import { createAskFrequent } from '../../src/report/frequent-questions.ts'
import { makeReport } from '../../src/report/make-report.ts'
import { printReport } from '../../src/report/print-report.ts'
import { reportStaffTurn } from '../../src/report/report-desk.ts'
import { sayReport } from '../../src/report/say-report.ts'
import { showReport } from '../../src/report/show-report.ts'
import { writeReportSheet } from '../../src/report/write-report-sheet.ts'
import type { UnitId } from '../../src/staff/member.ts'
import { askInVain, fewLessons } from '../learning/support/few-answers.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../support/hired.ts'
import { reportDeskOver } from '../support/report-desk.ts'
import { NOW, person } from '../support/samples.ts'
import { at, giaLai, quyNhon, quyNhonBac } from '../support/support-desk.ts'
import { CAMPAIGN, PERSONAL, storeCampaign } from './support/campaign.ts'

const AFTER = at('2026-10-12 08:00')

describeOnBothEngines('a report', (context) => {
  const report = (unit: UnitId) => makeReport(reportDeskOver(context.db), { unit, period: CAMPAIGN, now: AFTER })
  const shown = async (unit: UnitId) => showReport(await report(unit), reportDeskOver(context.db).texts)
  const type = async (number: number, text: string) =>
    carriedOut(
      context.db,
      await reportStaffTurn(reportDeskOver(context.db), { contact: person(number), text, key: 'r1', now: AFTER }),
    )

  it('of a province joins the figures of all rooms, and shows each commune in which anything was', async () => {
    await storeCampaign(context.db)
    const { province, communes, ...whole } = await report(giaLai)
    expect(province).toMatchObject({
      people: { new: 3, active: 4, optedOut: 1 },
      messages: { received: 4, handled: 2, sent: 2, failed: 1, unknown: 1 },
      questions: { asked: 3, people: 2 },
      frequent: null,
      announcements: { runs: 1, sent: 2, delivered: 1, seen: 1, leftOut: { opted_out: 3, outside_window: 3 } },
    })
    expect(whole).toMatchObject({
      name: 'tỉnh Gia Lai',
      requests: { opened: 5, closed: 2, medianFirstReplyMs: 30 * 60_000, meanRating: 3.5 },
      visits: { asked: 4, waiting: 1, taken: 1, done: 1, cancelled: 1 },
      classes: { classes: 2, places: 35, registered: 2, present: 1, rated: 1, stars: 5 },
      mentors: { mentors: 2, new: 1, pairs: 1, learned: 1 },
    })
    expect(communes.map(({ unit, requests, mentors }) => [unit, requests.opened, mentors.mentors])).toEqual([
      [quyNhonBac, 1, 1],
      [quyNhon, 2, 1],
    ])
  })

  it('of a commune holds what is known of it alone', async () => {
    await storeCampaign(context.db)
    expect(await report(quyNhon)).toMatchObject({
      name: 'phường Quy Nhơn',
      province: null,
      communes: [],
      people: { active: 2, new: 2 },
      requests: { opened: 2, passedUp: 1 },
      visits: { asked: 3 },
      classes: { classes: 1, places: 20 },
      mentors: { mentors: 1, learned: 1 },
    })
  })

  it('is printed in columns, with what the plan wants reported by when, and holds nothing of anybody', async () => {
    await storeCampaign(context.db)
    const text = printReport(await shown(giaLai))
    expect(text).toContain('Từ ngày 01/10/2026 đến hết ngày 10/10/2026. Lập lúc 08:00 ngày 12/10/2026.')
    expect(text).toMatch(/Nhắn lần đầu trong kỳ +3\n/)
    expect(text).toMatch(/Thời gian chờ trả lời lần đầu \(trung vị\) +30 phút\n/)
    expect(text).toMatch(/Bà con đánh giá +3,5\/5 \(2 lượt\)\n/)
    expect(text).toMatch(/Không gửi: đã từ chối nhận tin +3\n/)
    expect(text).toMatch(
      /phường Quy Nhơn Bắc +1 +1 +1 +1 +0 +1 +0 +0 +1 +0\n {2}phường Quy Nhơn +2 +2 +2 +3 +1 +1 +2 +1 +1 +1\n/,
    )
    expect(text).toContain('gửi Sở Khoa học và Công nghệ chậm nhất 15/03/2026, 15/06/2026, 15/09/2026, 15/12/2026')
    for (const personal of PERSONAL) expect(text).not.toContain(personal)
  })

  it('is a workbook whose figures are numbers', async () => {
    await storeCampaign(context.db)
    const [sheet] = await readXlsxFile(await writeReportSheet(await shown(giaLai)))
    const rows = sheet?.data ?? []
    expect(rows[0]?.[0]).toBe('Báo cáo tỉnh Gia Lai')
    const figureOf = (label: string) => rows.find((row) => row[0] === label)?.[1]
    expect(figureOf('Nhắn lần đầu trong kỳ')).toBe(3)
    expect(figureOf('Bà con đánh giá')).toBe('3,5/5 (2 lượt)')
    expect(rows.find((row) => row[0] === 'phường Quy Nhơn')).toEqual(['phường Quy Nhơn', 2, 2, 2, 3, 1, 1, 2, 1, 1, 1])
    for (const personal of PERSONAL) expect(JSON.stringify(rows)).not.toContain(personal)
  })

  it('of a quiet month says that nothing was', async () => {
    const text = printReport(await shown(giaLai))
    expect(text).toContain('Chưa có số liệu riêng của xã, phường nào.')
    expect(text).toMatch(/Bà con đánh giá +chưa có\n/)
    expect((await readXlsxFile(await writeReportSheet(await shown(giaLai))))[0]?.data.length).toBeGreaterThan(40)
  })

  it('tells the most frequent questions by words that several share, masked, and else by the nearest topic', async () => {
    const learning = fewLessons(context.db)
    const shared = 'tôi là Nguyễn Văn An quên mật khẩu vneid số 0912345678'
    for (const number of [1, 2, 3]) await askInVain(context.db, learning, shared, number)
    await askInVain(context.db, learning, 'nhà ông Ba ở thôn 3 nuôi chim yến', 4)
    await askInVain(context.db, learning, 'xin phép xây mộ', 5, NOW - 40 * 86_400_000)
    const { mask, texts } = reportDeskOver(context.db)
    const askFrequent = createAskFrequent(learning, mask)
    const made = await makeReport(reportDeskOver(context.db), {
      unit: giaLai,
      period: CAMPAIGN,
      now: AFTER,
      askFrequent,
    })
    const frequent = made.province?.frequent ?? []
    expect(frequent.map(({ people }) => people)).toEqual([3, 1])
    expect(frequent[0]?.question).toContain('quên mật khẩu vneid')
    expect(frequent[1]?.question).toBeNull()
    const said = printReport(showReport(made, texts))
    expect(said).toMatch(/Nhóm câu hỏi/)
    expect(said).not.toMatch(/Nguyễn Văn An|0912345678|ông Ba|xây mộ/)
  })

  it('is said in chat to a member of staff, of their own unit, which the audit log keeps', async () => {
    await storeCampaign(context.db)
    await hire(context.db, person(90), 'officer', giaLai)
    await hire(context.db, person(91), 'commune_staff', quyNhon)
    const ofProvince = await type(90, 'báo cáo tháng 10')
    expect(ofProvince).toContain('Báo cáo tỉnh Gia Lai, từ 01/10/2026 đến hết 31/10/2026')
    expect(ofProvince).toContain('Người dân: 5 người, mới 4, có nhắn 5, từ chối nhận tin 1')
    expect(ofProvince).toContain('không gửi 7')
    expect(ofProvince?.length).toBeLessThan(1500)
    const ofCommune = await type(91, 'báo cáo')
    expect(ofCommune).toContain('Báo cáo phường Quy Nhơn')
    expect(ofCommune).toContain('Gặp cán bộ: 3, đã trả lời 3')
    expect(ofCommune).toContain('Người dân đã cho biết xã, phường: có nhắn 2, mới 2')
    expect(ofCommune).toContain('chỉ có chung cho cả tỉnh')
    for (const personal of PERSONAL) expect(`${ofProvince}${ofCommune}`).not.toContain(personal)
    expect(await type(90, 'báo cáo tháng 13')).toBe(
      'Không có tháng “13”. Xin gõ: báo cáo tháng 10, hoặc báo cáo tháng 10/2026.',
    )
    expect(await deedsOf(context.db, 'report_')).toEqual([
      'report_made 01/10/2026-31/10/2026',
      'report_made 01/10/2026-31/10/2026',
    ])
  })

  it('is nothing for citizens', async () => {
    expect(await type(1, 'báo cáo')).toBeNull()
    expect(await type(1, 'báo cáo tháng 13')).toBeNull()
  })

  it('of a month in which people waited for days says so', async () => {
    await storeCampaign(context.db)
    const { texts } = reportDeskOver(context.db)
    const made = await report(quyNhon)
    const long = { ...made, requests: { ...made.requests, medianFirstReplyMs: 50.5 * 3_600_000 } }
    expect(sayReport(long, texts)).toContain('(trung vị) 2 ngày 2 giờ')
    const short = { ...made, requests: { ...made.requests, medianFirstReplyMs: 125 * 60_000 } }
    expect(sayReport(short, texts)).toContain('(trung vị) 2 giờ 5 phút')
  })
})
