import { describe, expect, it } from 'vitest'
import { type ClassSheet, readClassSheet } from '../../../src/classes/sheets/read-class-sheet.ts'
import { type ExcelCell, type ExcelWorkbook, excelFile, excelNumber } from '../support/excel-workbook.ts'
import { knowledge } from '../support/knowledge.ts'

const t = (text: string | readonly string[]): ExcelCell => ({ text })
const day = (date: string, style: 'date' | 'long_date' = 'date'): ExcelCell => ({ number: excelNumber(date), style })
const HEAD = ['Mã lớp', 'Chủ đề', 'Xã/phường', 'Địa điểm', 'Số chỗ', 'Ngày học', 'Giờ học'].map((text) => t(text))
const ROW: readonly ExcelCell[] = [
  t('LC1'),
  t('Dùng VNeID'),
  t('xã An Lão'),
  t('Nhà văn hóa'),
  { number: 30 },
  day('2026-10-05'),
  { number: 0.8125, style: 'time' },
]

/** The row with other cells in these columns, counted from 0. */
function rowWith(cells: Readonly<Record<number, ExcelCell>>): ExcelCell[] {
  return ROW.map((cell, column) => (column in cells ? (cells[column] ?? null) : cell))
}

function read(workbook: ExcelWorkbook): Promise<ClassSheet> {
  return readClassSheet(excelFile(workbook), 'lop.xlsx', knowledge)
}

async function rowsOf(workbook: ExcelWorkbook) {
  const sheet = await read(workbook)
  if ('mistakes' in sheet) throw new Error(sheet.mistakes.map(({ message }) => message).join('\n'))
  return sheet.rows
}

async function planOf(cells: Readonly<Record<number, ExcelCell>>, since1904 = false) {
  const [only] = await rowsOf({ sheets: [{ name: 'T10', rows: [HEAD, rowWith(cells)] }], since1904 })
  if (!only) throw new Error('no class')
  return only.plan
}

const EVENING = { kind: 'once', date: '2026-10-05', start: 1170, end: 1260 }

describe('a workbook that Excel saved', () => {
  it('is read: shared strings, days and times that are numbers with a style', async () => {
    expect(await planOf({})).toMatchObject({ code: 'LC1', subject: 'Dùng VNeID', capacity: 30, schedule: EVENING })
  })

  it.each<{ name: string; cell: ExcelCell }>([
    { name: 'a date of the system', cell: day('2026-10-05') },
    { name: 'a date with its weekday in Vietnamese', cell: day('2026-10-05', 'long_date') },
    { name: 'a date without a style', cell: { number: excelNumber('2026-10-05') } },
    { name: 'a date typed into a cell for text', cell: t('05/10/2026') },
    { name: 'a date that was calculated', cell: { formula: 'F1+7', cached: excelNumber('2026-10-05'), style: 'date' } },
    { name: 'a date made into text', cell: { formula: 'TEXT(F1,"dd/mm/yyyy")', cached: '05/10/2026' } },
    { name: 'a text of another program', cell: { inline: '05/10/2026' } },
  ])('understands $name', async ({ cell }) => {
    expect((await planOf({ 5: cell })).schedule).toEqual(EVENING)
  })

  it.each<{ name: string; cell: ExcelCell; start: number }>([
    { name: 'a time', cell: { number: 0.8125, style: 'time' }, start: 1170 },
    { name: 'a time that is a hair short', cell: { number: 0.81249999999999989, style: 'time' }, start: 1170 },
    { name: 'a time without a style', cell: { number: 0.8125 }, start: 1170 },
    { name: 'a time with its day', cell: { number: excelNumber('2026-10-05T19:30'), style: 'date_time' }, start: 1170 },
    { name: 'a time that was calculated', cell: { formula: 'G1+1/24', cached: 0.8125, style: 'time' }, start: 1170 },
    { name: 'words', cell: t('7h30 tối'), start: 1170 },
  ])('understands $name', async ({ cell, start }) => {
    expect((await planOf({ 6: cell })).schedule).toMatchObject({ start })
  })

  it.each<{ name: string; cell: ExcelCell; subject: string }>([
    { name: 'parts in bold', cell: t(['Dùng ', 'VNeID', ' an toàn']), subject: 'Dùng VNeID an toàn' },
    { name: 'a line break', cell: t('Dùng VNeID\r\nan toàn'), subject: 'Dùng VNeID an toàn' },
    { name: 'a line break as Excel escapes it', cell: t('Dùng VNeID_x000D_\nan toàn'), subject: 'Dùng VNeID an toàn' },
    { name: 'signs of XML', cell: t('Hỏi & đáp <VNeID>'), subject: 'Hỏi & đáp <VNeID>' },
    { name: 'spaces around', cell: t('  Dùng VNeID  '), subject: 'Dùng VNeID' },
    { name: 'a joined text', cell: { formula: 'B1&" "&C1', cached: 'Dùng VNeID' }, subject: 'Dùng VNeID' },
  ])('reads a text with $name', async ({ cell, subject }) => {
    expect((await planOf({ 1: cell })).subject).toBe(subject)
  })

  it('reads numbers that were calculated, and codes that are numbers', async () => {
    expect((await planOf({ 4: { formula: 'SUM(E9:E10)', cached: 25 } })).capacity).toBe(25)
  })

  it('reads days counted from 1904', async () => {
    const number = excelNumber('2026-10-05', { since1904: true })
    expect((await planOf({ 5: { number, style: 'date' } }, true)).schedule).toEqual(EVENING)
  })

  it('does not mind formatted cells and rows without a value, nor a used area that reaches far', async () => {
    const trailing: readonly ExcelCell[] = [{ empty: 'date' }, { empty: 'text' }, null, { empty: 'time' }]
    const rows = [[...HEAD, ...trailing], [...ROW, ...trailing], [{ empty: 'date' }] as ExcelCell[]]
    const [only, ...others] = await rowsOf({ sheets: [{ name: 'T10', rows, emptyRows: 800 }] })
    expect(only).toMatchObject({ sheet: 'T10', row: 2, plan: { code: 'LC1' } })
    expect(others).toEqual([])
  })

  it('reads merged cells in headings and rows, with the places they cover empty', async () => {
    const rows: ExcelCell[][] = [
      [t('DANH SÁCH LỚP'), null, null, null, null, null, null, null],
      [...HEAD.slice(0, 5), t('Thời gian'), null, null],
      [{ empty: 'text' }, null, null, null, { empty: 'text' }, t('Ngày'), t('Từ giờ'), t('Đến giờ')],
      [...ROW, { number: 0.875, style: 'time' }],
      [t('LC2'), null, { empty: 'text' }, null, null, day('2026-10-06'), t('7h30'), t('9h')],
    ]
    const merged = ['A1:H1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3', 'F2:H2', 'B4:B5', 'C4:C5', 'D4:D5', 'E4:E5']
    const read = await rowsOf({ sheets: [{ name: 'T10', rows, merged }] })
    expect(read.map(({ row, plan }) => ({ row, ...plan }))).toMatchObject([
      { row: 4, code: 'LC1', subject: 'Dùng VNeID', schedule: EVENING },
      { row: 5, code: 'LC2', subject: 'Dùng VNeID', commune: '21609', place: 'Nhà văn hóa', capacity: 30 },
    ])
  })

  it('reads every sheet with classes, under its own name', async () => {
    const sheets = [
      { name: 'Hướng dẫn', rows: [[t('Mỗi lớp một dòng')]] },
      { name: 'Tháng 10 & 11', rows: [HEAD, ROW] },
      { name: "Tháng '12'", rows: [[], [], HEAD, rowWith({ 0: t('LC2') })] },
    ]
    expect((await rowsOf({ sheets })).map(({ sheet, row, plan }) => `${sheet} ${row} ${plan.code}`)).toEqual([
      'Tháng 10 & 11 2 LC1',
      "Tháng '12' 4 LC2",
    ])
  })

  it('leaves out sheets that were hidden', async () => {
    const sheets = [
      { name: 'Tháng 10', rows: [HEAD, ROW] },
      { name: 'Bản nháp', state: 'hidden' as const, rows: [HEAD, rowWith({ 0: t('LC8') })] },
      { name: 'Kho', state: 'veryHidden' as const, rows: [HEAD, rowWith({ 0: t('LC9') })] },
    ]
    expect((await rowsOf({ sheets })).map(({ plan }) => plan.code)).toEqual(['LC1'])
  })

  it('names the cell of a formula that went wrong', async () => {
    const rows = [HEAD, rowWith({ 5: { error: '#REF!' } })]
    expect(await read({ sheets: [{ name: 'T10', rows }] })).toMatchObject({
      mistakes: [{ sheet: 'T10', row: 2, column: 'F', message: expect.stringContaining('#REF!') }],
    })
  })
})
