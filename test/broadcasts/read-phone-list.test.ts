import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPhoneList, readPhoneListWords } from '../../src/broadcasts/read-phone-list.ts'

const words = readPhoneListWords(join(import.meta.dirname, '../../data/messages'))
const read = (text: string) => readPhoneList(Buffer.from(text), 'ds.csv', words)

describe('a list of phone numbers', () => {
  it('is cleaned: one spelling, each number once, only who agreed, other columns as values', async () => {
    const list = await read(
      [
        'DANH SÁCH LỚP 12',
        'STT,Họ tên,Số điện thoại,Đồng ý nhận tin,Tên lớp',
        '1,Trần Thị Mẫu,0912 345 678,Có,Chữ ký số',
        '2,Nguyễn Văn Mẫu,+84912345678,có,Chữ ký số',
        '3,Lê Thị Mẫu,987654321,x,VNeID',
        '4,Phạm Văn Mẫu,0911222333,Không,VNeID',
        '5,Bùi Thị Mẫu,0911222334,,VNeID',
        ',,,,',
      ].join('\n'),
    )
    expect(list).toEqual({
      rows: [
        { row: 3, phone: '84912345678', values: { stt: '1', ho_ten: 'Trần Thị Mẫu', ten_lop: 'Chữ ký số' } },
        { row: 5, phone: '84987654321', values: { stt: '3', ho_ten: 'Lê Thị Mẫu', ten_lop: 'VNeID' } },
      ],
      columns: ['stt', 'ho_ten', 'ten_lop'],
      withoutConsent: 2,
      repeated: 1,
    })
  })

  it.each<{ name: string; text: string; mistakes: readonly object[] }>([
    {
      name: 'without a column of consent',
      text: 'Họ tên,SĐT\nMẫu,0912345678',
      mistakes: [{ code: 'no_consent_column', row: null }],
    },
    { name: 'without any heading', text: 'Mẫu,0912345678', mistakes: [{ code: 'no_headings' }] },
    {
      name: 'with two columns of phones',
      text: 'SĐT,Điện thoại,Đồng ý\n0912345678,0912345679,có',
      mistakes: [{ code: 'column_twice', row: 1, column: 'B' }],
    },
    {
      name: 'with numbers that are none, each with its row and column',
      text: 'Đồng ý,SĐT\ncó,0212345678\ncó,\ncó,09123\ncó,không nhớ',
      mistakes: [
        { code: 'phone_form', row: 2, column: 'B' },
        { code: 'phone_missing', row: 3, column: 'B' },
        { code: 'phone_form', row: 4, column: 'B' },
        { code: 'phone_form', row: 5, column: 'B' },
      ],
    },
    {
      name: 'with a consent that says neither yes nor no',
      text: 'SĐT,Đồng ý\n0912345678,hỏi lại',
      mistakes: [{ code: 'consent_form', row: 2, column: 'B' }],
    },
    { name: 'in which nobody agreed', text: 'SĐT,Đồng ý\n0912345678,không', mistakes: [{ code: 'empty' }] },
    {
      name: 'with a value longer than any template takes',
      text: `SĐT,Đồng ý,Lớp\n0912345678,có,${'a'.repeat(201)}`,
      mistakes: [{ code: 'too_long', row: 2, column: 'C' }],
    },
  ])('is not taken in $name', async ({ text, mistakes }) => {
    const list = await read(text)
    expect(list).toMatchObject({ mistakes })
    expect(JSON.stringify(list)).not.toMatch(/0912345678|0212345678|09123/)
  })

  it('is not taken in when it is no spreadsheet', async () => {
    expect(await readPhoneList(Buffer.from('%PDF'), 'ds.pdf', words)).toMatchObject({
      mistakes: [{ code: 'not_a_sheet' }],
    })
  })
})
