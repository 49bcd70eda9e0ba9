import { describe, expect, it } from 'vitest'
import { allowedBy, claimsOf } from '../../../src/answers/check/claims.ts'

const valuesOf = (text: string) => claimsOf(text).map(({ kind, value }) => `${kind} ${value}`)

describe('claimsOf', () => {
  it.each([
    { text: 'từ 05/10/2026', expected: ['date 5/10/2026'] },
    { text: 'ngày 5/10 và 10/10', expected: ['date 5/10', 'date 10/10'] },
    { text: 'ngày 10 tháng 10 năm 2026', expected: ['date 10/10/2026'] },
    { text: 'ngày 10 tháng 10', expected: ['date 10/10'] },
    { text: 'tháng 9 năm 2025, tháng 10/2025', expected: ['date 9/2025', 'date 10/2025'] },
    { text: 'hết 31-12-2026', expected: ['date 31/12/2026'] },
    { text: 'gọi 1900 0368', expected: ['number 19000368'] },
    { text: 'gọi 1.900 0368', expected: ['number 19000368'] },
    { text: 'gọi 0912.345.678 hoặc 0269 3824 000', expected: ['number 0912345678', 'number 02693824000'] },
    { text: '8-20 ký tự', expected: ['number 8', 'number 20'] },
    { text: '3.321 xã, 20.000 đồng, 1.000.000 người', expected: ['number 3321', 'number 20000', 'number 1000000'] },
    { text: '100 nghìn, 3,5 triệu', expected: ['number 100000', 'number 3500000'] },
    { text: '96,8% và 96.8%', expected: ['number 96.8', 'number 96.8'] },
    { text: 'thủ tục 2.000815', expected: ['number 2.000815'] },
    { text: 'Nghị định 69/2024/NĐ-CP', expected: ['number 69', 'number 2024'] },
    { text: 'iOS 13.1.2', expected: ['number 13.1.2'] },
    { text: 'vào dichvucong.gov.vn.', expected: ['address dichvucong.gov.vn'] },
    { text: 'https://www.Dichvucong.gov.vn/p/home.html', expected: ['address dichvucong.gov.vn/p/home.html'] },
    { text: 'lúc 7 giờ 30', expected: ['number 7', 'number 30'] },
    { text: 'không có số nào', expected: [] },
  ])('reads "$text"', ({ text, expected }) => {
    expect(valuesOf(text)).toEqual(expected)
  })
})

describe('allowedBy', () => {
  it.each([
    { fact: 'từ 05/10/2026 đến 10/10/2026', said: '5/10', allowed: true },
    { fact: 'từ 05/10/2026', said: 'tháng 10/2026', allowed: true },
    { fact: 'từ 05/10/2026', said: 'năm 2026', allowed: true },
    { fact: 'từ 05/10/2026', said: '6/10/2026', allowed: false },
    { fact: 'từ 05/10/2026', said: '10 ngày', allowed: false },
    { fact: 'tháng 9/2025', said: 'năm 2025', allowed: true },
    { fact: 'tháng 9/2025', said: '9 lớp', allowed: false },
    { fact: 'tổng đài 19000368', said: 'số 1900 có tính cước', allowed: true },
    { fact: 'có 100.000 đồng', said: '100 nghìn đồng', allowed: true },
    { fact: 'tổng đài 19000368', said: '1900 0368', allowed: true },
    { fact: 'tổng đài 19000368', said: '1900 0369', allowed: false },
    { fact: 'xem https://dichvucong.gov.vn/p/home.html', said: 'dichvucong.gov.vn', allowed: true },
    { fact: 'xem dichvucong.gov.vn', said: 'dichvucong.gov.vn/huong-dan', allowed: false },
    { fact: 'xem dichvucong.gov.vn', said: 'dichvucong-gov.vn', allowed: false },
    { fact: 'trong 12 tháng', said: '12 tháng', allowed: true },
    { fact: 'trong 12 tháng', said: '1 tháng', allowed: false },
  ])('"$fact" lets "$said" be said: $allowed', ({ fact, said, allowed }) => {
    const facts = allowedBy(claimsOf(fact))
    expect(claimsOf(said).every((claim) => facts.has(claim.value))).toBe(allowed)
  })
})
