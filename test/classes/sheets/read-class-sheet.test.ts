import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { localTimeOf, showDay } from '../../../src/classes/calendar.ts'
import type { ClassPlan } from '../../../src/classes/class.ts'
import { sessionsOf } from '../../../src/classes/schedule.ts'
import { readClassSheet } from '../../../src/classes/sheets/read-class-sheet.ts'
import { showMinutes } from '../../../src/core/vietnam-day.ts'
import { knowledge } from '../support/knowledge.ts'
import { at, plan } from '../support/samples.ts'

const HEAD = 'Mã lớp,Chủ đề,Xã/phường,Địa điểm,Số chỗ,Ngày học,Giờ học'
const ROW = 'LC1,Dùng VNeID,xã An Lão,Nhà văn hóa,30,05/10/2026,19:30'

async function read(content: string | Uint8Array, name = 'lop.csv') {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const sheet = await readClassSheet(bytes, name, knowledge)
  if ('mistakes' in sheet) throw new Error(sheet.mistakes.map(({ message }) => message).join('\n'))
  return sheet
}

async function plans(content: string | Uint8Array, name?: string): Promise<ClassPlan[]> {
  return (await read(content, name)).rows.map((row) => row.plan)
}

/** The one class of a sheet with one more column than the usual ones. */
async function withColumn(heading: string, value: string): Promise<ClassPlan> {
  const [only] = await plans(`${HEAD},${heading}\n${ROW},"${value}"`)
  if (!only) throw new Error('no class')
  return only
}

/** The text in Windows-1258: tone marks stand behind their letters. */
function windows1258(text: string): Uint8Array {
  const decoder = new TextDecoder('windows-1258')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  const letters = [...text.normalize('NFC')].flatMap((letter) => {
    if (bytes.has(letter)) return [letter]
    const [, tone = ''] = /([\u0300\u0301\u0303\u0309\u0323])/.exec(letter.normalize('NFD')) ?? []
    return [letter.normalize('NFD').replace(tone, '').normalize('NFC'), tone]
  })
  return Uint8Array.from(letters, (letter) => bytes.get(letter) ?? 0x3f)
}

describe('a sheet of classes', () => {
  it('is read with what offices write around it', async () => {
    const content = [
      'ỦY BAN NHÂN DÂN XÃ AN LÃO,,,,,,,',
      '"DANH SÁCH LỚP HỌC SỐ CỘNG ĐỒNG, THÁNG 10",,,,,,,',
      '',
      'STT,MÃ LỚP (*),Tên lớp học,Xã / Phường,Địa điểm tổ chức,Sĩ số,Ngày khai giảng,"Thời gian',
      'học"',
      '1,lc-1,Dùng VNeID an toàn,AN LAO,"Nhà văn hóa, thôn 3",30 người,5-10-2026,19h30 - 21h',
      ',,,,,,,',
      '2,LC 2,Chữ ký số,21609,Trụ sở UBND,25,ngày 6 tháng 10 năm 2026,7g30 sáng',
      'Tổng cộng,,,,,55,,',
      ',,Người lập biểu,,,,,',
    ].join('\r\n')
    const { rows, ignored } = await read(content)
    expect(ignored).toEqual(['STT'])
    expect(rows).toEqual([
      {
        sheet: 'lop.csv',
        row: 5,
        plan: {
          ...plan({ code: 'LC1', commune: '21609' as never, audience: null, teacher: null }),
          place: 'Nhà văn hóa, thôn 3',
          schedule: { kind: 'once', date: '2026-10-05', start: 1170, end: 1260 },
        },
      },
      {
        sheet: 'lop.csv',
        row: 7,
        plan: {
          ...plan({ code: 'LC2', commune: '21609' as never, audience: null, teacher: null }),
          subject: 'Chữ ký số',
          place: 'Trụ sở UBND',
          capacity: 25,
          schedule: { kind: 'once', date: '2026-10-06', start: 450, end: 540 },
        },
      },
    ])
  })

  it.each([
    { name: 'UTF-8', bytes: Buffer.from(`${HEAD}\n${ROW}`) },
    { name: 'UTF-8 in decomposed letters', bytes: Buffer.from(`${HEAD}\n${ROW}`.normalize('NFD')) },
    { name: 'UTF-8 with a mark', bytes: Buffer.from(`\ufeff${HEAD}\n${ROW}`) },
    { name: 'UTF-16 with a mark', bytes: Buffer.from(`\ufeff${HEAD}\n${ROW}`, 'utf16le') },
    { name: 'UTF-16 without a mark', bytes: Buffer.from(`${HEAD}\n${ROW}`, 'utf16le') },
    { name: 'UTF-16, big end first', bytes: Buffer.from(`\ufeff${HEAD}\n${ROW}`, 'utf16le').swap16() },
    { name: 'Windows-1258', bytes: windows1258(`${HEAD}\n${ROW}`) },
    { name: 'semicolons', bytes: Buffer.from(`${HEAD}\n${ROW}`.replaceAll(',', ';')) },
    { name: 'tabs', bytes: Buffer.from(`${HEAD}\n${ROW}`.replaceAll(',', '\t')) },
  ])('is read in $name', async ({ bytes }) => {
    expect(await plans(bytes)).toMatchObject([{ code: 'LC1', subject: 'Dùng VNeID', commune: '21609' }])
  })

  it.each([
    ['05/10/2026', '05/10/2026'],
    ['5-10-2026', '05/10/2026'],
    ['5.10.2026', '05/10/2026'],
    ['5/10/26', '05/10/2026'],
    ['2026-10-05', '05/10/2026'],
    ['Thứ hai ngày 05/10/2026', '05/10/2026'],
    ['ngày 5 tháng 10 năm 2026', '05/10/2026'],
  ])('understands the date "%s"', async (typed, shown) => {
    const [only] = await plans(`${HEAD}\n${ROW.replace('05/10/2026', typed)}`)
    const date = only?.schedule.kind === 'once' ? showDay(only.schedule.date) : null
    expect(date).toBe(shown)
  })

  it.each([
    ['19:30', '19:30-21:00'],
    ['19h30', '19:30-21:00'],
    ['19 giờ 30 phút', '19:30-21:00'],
    ['7h30 tối', '19:30-21:00'],
    ['8h', '08:00-09:30'],
    ['19h30-21h15', '19:30-21:15'],
    ['từ 7h30 đến 10h30', '07:30-10:30'],
    ['13:30 – 16:00', '13:30-16:00'],
  ])('understands the time "%s"', async (typed, shown) => {
    const [only] = await plans(`${HEAD}\n${ROW.replace('19:30', typed)}`)
    expect(`${showMinutes(only?.schedule.start ?? 0)}-${showMinutes(only?.schedule.end ?? 0)}`).toBe(shown)
  })

  it.each([
    ['T2, T4, T6', [1, 3, 5]],
    ['2-4-6', [1, 3, 5]],
    ['Thứ hai và thứ năm hằng tuần', [1, 4]],
    ['thu 3, 5', [2, 4]],
    ['T7; CN', [6, 7]],
    ['Chủ nhật', [7]],
    ['T2 đến T6', [1, 2, 3, 4, 5]],
    ['Hàng ngày', [1, 2, 3, 4, 5, 6, 7]],
  ])('understands the weekdays "%s"', async (typed, weekdays) => {
    const [only] = await plans(`${HEAD},Thứ,Số buổi\n${ROW},"${typed}",8 buổi`)
    expect(only?.schedule).toMatchObject({ kind: 'weekly', weekdays, count: 8, from: '2026-10-05' })
  })

  it('understands a series with lessons left out, moved and on holidays', async () => {
    const head = `${HEAD},Thứ,Đến ngày,Ngày nghỉ,Dời lịch,Học ngày lễ`
    const [only] = await plans(`${head}\n${ROW},T2,02/11/2026,"12/10/2026, 26/10/2026",19/10/2026 → 20/10/2026,có\n`)
    expect(only?.schedule).toEqual({
      kind: 'weekly',
      weekdays: [1],
      from: '2026-10-05',
      until: '2026-11-02',
      count: null,
      start: 1170,
      end: 1260,
      onHolidays: true,
      cancelled: ['2026-10-12', '2026-10-26'],
      moved: [{ from: '2026-10-19', to: '2026-10-20' }],
    })
  })

  it('leaves out the holidays of the calendar', async () => {
    const row = ROW.replace('05/10/2026', '17/11/2026')
    const [only] = await plans(`${HEAD},Thứ,Số buổi\n${row},T3,2`)
    const lessons = only && sessionsOf(only.schedule, knowledge.holidays)
    expect(lessons?.map(({ startsAt }) => showDay(localTimeOf(startsAt).day))).toEqual(['17/11/2026', '01/12/2026'])
  })

  it.each<[string, string, Partial<ClassPlan>]>([
    ['Hình thức', 'Trực tuyến', { mode: 'online' }],
    ['Hình thức', 'online', { mode: 'online' }],
    ['Hình thức', '', { mode: 'in_person' }],
    ['Trạng thái', 'Đã huỷ', { status: 'cancelled' }],
    ['Trạng thái', 'đã hủy', { status: 'cancelled' }],
    ['Trạng thái', 'Dự kiến', { status: 'draft' }],
    ['Mở đăng ký', '01/10/2026', { opensAt: at('2026-10-01') }],
    ['Mở đăng ký', '01/10/2026 7h30', { opensAt: at('2026-10-01', '07:30') }],
    ['Hạn đăng ký', '04/10/2026', { closesAt: at('2026-10-05') }],
    ['Hạn chót đăng ký', '17:00 04/10/2026', { closesAt: at('2026-10-04', '17:00') }],
    ['Link bản đồ', 'https://maps.app.goo.gl/x', { mapLink: 'https://maps.app.goo.gl/x' }],
    ['Giảng viên', 'Tổ công nghệ số thôn 3', { teacher: 'Tổ công nghệ số thôn 3' }],
    ['Đối tượng', 'Người cao tuổi', { audience: 'Người cao tuổi' }],
  ])('understands "%s": "%s"', async (heading, value, expected) => {
    expect(await withColumn(heading, value)).toMatchObject(expected)
  })
})

describe('a workbook of classes', () => {
  const text = (value: string) => ({ value })
  const excelDay = (date: string) => ({
    value: new Date(`${date}T00:00:00Z`),
    type: Date as DateConstructor,
    format: 'dd/mm/yyyy',
  })

  it('is read with merged cells, dates and times as Excel keeps them, and pages of other things', async () => {
    const bytes = await writeXlsxFile([
      { sheet: 'Hướng dẫn', data: [[text('Cách điền')], [text('Mỗi lớp một dòng')]] },
      {
        sheet: 'Tháng 10',
        data: [
          [{ value: 'DANH SÁCH LỚP', columnSpan: 8 }],
          [
            { value: 'Mã lớp', rowSpan: 2 },
            { value: 'Nội dung', rowSpan: 2 },
            { value: 'Xã', rowSpan: 2 },
            { value: 'Địa điểm', rowSpan: 2 },
            { value: 'Chỉ tiêu', rowSpan: 2 },
            { value: 'Thời gian', columnSpan: 3 },
            null,
            null,
          ],
          [null, null, null, null, null, text('Ngày'), text('Từ giờ'), text('Đến giờ')],
          [
            text('LC1'),
            { value: 'Chữ ký số', rowSpan: 2 },
            { value: 'xã An Lão', rowSpan: 2 },
            { value: 'Hội trường', rowSpan: 2 },
            { value: 30, rowSpan: 2 },
            excelDay('2026-10-05'),
            { value: 0.8125, format: 'hh:mm' },
            { value: 0.875, format: 'hh:mm' },
          ],
          [text('LC2'), null, null, null, null, { value: 46301 }, text('7h30'), text('9h')],
        ],
      },
    ]).toBuffer()
    const { rows } = await read(bytes, 'lop.xlsx')
    expect(rows).toMatchObject([
      { sheet: 'Tháng 10', row: 4, plan: { code: 'LC1', subject: 'Chữ ký số', capacity: 30, commune: '21609' } },
      { sheet: 'Tháng 10', row: 5, plan: { code: 'LC2', subject: 'Chữ ký số', place: 'Hội trường' } },
    ])
    expect(rows.map((row) => row.plan.schedule)).toEqual([
      { kind: 'once', date: '2026-10-05', start: 1170, end: 1260 },
      { kind: 'once', date: '2026-10-06', start: 450, end: 540 },
    ])
  })

  it('names the page and the letters of a column in a mistake', async () => {
    const bytes = await writeXlsxFile([
      {
        sheet: 'T10',
        data: [
          HEAD.split(',').map(text),
          [...ROW.split(',').slice(0, 5).map(text), excelDay('2026-10-05'), text('tối')],
        ],
      },
    ]).toBuffer()
    expect(await readClassSheet(bytes, 'lop.xlsx', knowledge)).toMatchObject({
      mistakes: [
        {
          sheet: 'T10',
          row: 2,
          column: 'G',
          message: expect.stringMatching(/^Trang "T10", dòng 2, cột G "Giờ học": "tối"/),
        },
      ],
    })
  })
})
