import { describe, expect, it } from 'vitest'
import { realConversation } from '../../support/conversation.ts'

const { mask } = (await realConversation()).delicate

describe('is put out of sight', () => {
  it.each([
    ['số căn cước của tôi là 079203001234', 'số căn cước của tôi là ●●●●'],
    ['cccd 079 203 001 234 nhé', 'cccd ●●●● nhé'],
    ['CCCD:0792.0300.1234', 'CCCD:●●●●'],
    ['tôi tên An 079203001234 quên mật khẩu', 'tôi tên An ●●●● quên mật khẩu'],
    ['cmnd cũ 231234567', 'cmnd cũ ●●●●'],
    ['can cuoc cua em la 0792030012345', 'can cuoc cua em la ●●●●'],
    ['thẻ 9704 1234 5678 9012 bị khóa', 'thẻ ●●●● bị khóa'],
    ['thẻ 9704123456789012345', 'thẻ ●●●●'],
    ['số thẻ 4111-1111-1111-1111', 'số thẻ ●●●●'],
    ['mã otp 482913', 'mã otp ●●●●'],
    ['ma OTP cua em la 482913', 'ma OTP cua em la ●●●●'],
    ['otp: 4829', 'otp: ●●●●'],
    ['482913 là mã xác thực của tôi', '●●●● là mã xác thực của tôi'],
    ['mật khẩu vneid của mẹ là 12345678', 'mật khẩu vneid của mẹ là ●●●●'],
    ['Mã PIN 123456', 'Mã PIN ●●●●'],
    ['passcode là 654321 mà không vào được', 'passcode là ●●●● mà không vào được'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked)
    expect(mask(masked)).toBe(masked)
  })
})

describe('stays', () => {
  it.each([
    '0912345678',
    'số của tôi 0912 345 678',
    '+84 912 345 678',
    '84912345678',
    '0912345678, 0987654321',
    '0912345678 0987654321',
    'Nguyễn Văn An 0912345678 sinh 12/03/1980',
    'gọi 1900 0368 để lấy mã otp',
    'tổng đài 18001096',
    'otp không về từ 20/11/2026',
    'mã otp gửi về số 0912345678 không nhận được',
    'mật khẩu phải có 8 ký tự',
    'vay 120000000 đồng',
    'chuyển 1.200.000.000 đồng',
    'hồ sơ H20.123.45-251121-0001',
    'nghị định 320/2026/NĐ-CP',
    'căn cước 12 số',
    'làm căn cước năm 2026',
    'mã HT-4F2K',
    'ngày 25/11/2026 lúc 19:30',
  ])('%s', (text) => {
    expect(mask(text)).toBe(text)
  })
})
