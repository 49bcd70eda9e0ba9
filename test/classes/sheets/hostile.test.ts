import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { type ClassSheet, readClassSheet } from '../../../src/classes/sheets/read-class-sheet.ts'
import { excelFile } from '../support/excel-workbook.ts'
import { knowledge } from '../support/knowledge.ts'

const HEAD = knowledge.words.required.map((field) => knowledge.words.columns[field][0] ?? '')
const OPTIONAL = ['Thứ', 'Số buổi', 'Đến ngày', 'Ngày nghỉ', 'Dời lịch', 'Hạn đăng ký', 'Giờ kết thúc', 'Bản đồ']
/** What may stand in a cell: nearly right, far from it, and what breaks programs. */
const cell = fc.oneof(
  fc.constantFrom(
    'LC1',
    'xã An Lão',
    '30',
    '05/10/2026',
    '19h30',
    '19h30-21h',
    'T2, T4',
    '8',
    '1e9',
    '-1',
    '9'.repeat(40),
  ),
  fc.constantFrom(
    '05/10/2026 -> 06/10/2026',
    '99/99/9999',
    '0/0/0',
    '24:00',
    'https://',
    '=1+1',
    '__proto__',
    '{{value}}',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

async function readWhole(bytes: Uint8Array, name: string): Promise<ClassSheet> {
  const sheet = await readClassSheet(bytes, name, knowledge)
  if ('mistakes' in sheet) {
    expect(sheet.mistakes.length).toBeGreaterThan(0)
    for (const { message } of sheet.mistakes) expect(message).not.toMatch(/\{\{\w+\}\}(?<!\{\{value\}\})|undefined|NaN/)
  }
  return sheet
}

/** What a small file holds to fill the memory of whoever opens it. */
function swollen(name: string, change: (xml: string) => string): Uint8Array {
  const row = knowledge.words.required.map((field) => ({ text: knowledge.words.columns[field][0] ?? '' }))
  const parts = unzipSync(excelFile({ sheets: [{ name: 'T10', rows: [row] }] }))
  const xml = strFromU8(parts[name] ?? new Uint8Array())
  return zipSync({ ...parts, [name]: strToU8(change(xml)) })
}

/** The same, where the list at the file's end says that the part of this size is small; before the part stands the truth. */
function understated(file: Uint8Array, real: number): Uint8Array {
  const bytes = Buffer.from(file)
  const size = Buffer.alloc(4)
  size.writeUInt32LE(real)
  bytes.writeUInt32LE(100, bytes.lastIndexOf(size))
  return bytes
}

describe('whatever is given as a spreadsheet', () => {
  it('is not unpacked beyond what it says it holds', async () => {
    const size = 1024 * 1024
    const strings = swollen('xl/sharedStrings.xml', (xml) =>
      xml.replace('</sst>', '</sst>'.padEnd(size - Buffer.byteLength(xml) + 6)),
    )
    const sheet = await readWhole(understated(strings, size), 'lop.xlsx')
    expect('mistakes' in sheet && sheet.mistakes.map(({ code }) => code)).toEqual(['not_a_sheet'])
  })

  it('is not given places between cells that lie far apart', async () => {
    const far = swollen('xl/worksheets/sheet1.xml', (xml) =>
      xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )
    const sheet = await readWhole(far, 'lop.xlsx')
    expect('mistakes' in sheet && sheet.mistakes.map(({ code }) => code)).toEqual(['not_a_sheet'])
  })

  it('is read or refused with reasons, as text', async () => {
    const row = fc.array(cell, { maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), async (rows) => {
        const quoted = [[...HEAD, ...OPTIONAL], ...rows].map((cells) =>
          cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
        )
        await readWhole(Buffer.from(quoted.join('\n')), 'lop.csv')
      }),
      { numRuns: 300 },
    )
  })

  it('is read or refused with reasons, as any bytes', async () => {
    const name = fc.constantFrom('lop.csv', 'lop.xlsx', 'lop', 'lop.txt')
    const beginning = fc.constantFrom('', 'PK\x03\x04', '\xff\xfe', '\xfe\xff')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), name, beginning, async (bytes, file, first) => {
        await readWhole(Buffer.concat([Buffer.from(first, 'latin1'), bytes]), file)
      }),
      { numRuns: 300 },
    )
  })

  it('is read or refused with reasons, as a damaged workbook', async () => {
    const whole = await writeXlsxFile([HEAD.map((value) => ({ value }))]).toBuffer()
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const damaged = cut ? whole.subarray(0, at) : Buffer.from(whole)
        if (!cut) damaged[at] = byte
        await readWhole(damaged, 'lop.xlsx')
      }),
      { numRuns: 200 },
    )
  })
})
