import type { Phone } from './phone.ts'

/** What an office's spreadsheet says. */
export const CLASSES = `Mã lớp,Chủ đề,Xã/phường,Địa điểm,Số chỗ,Ngày học,Giờ học,Giờ kết thúc,Bản đồ
PT01,Cài và dùng VNeID,Phường Pleiku,Nhà văn hóa tổ 5,20,06/10/2026,19:00,20:30,https://maps.example.vn/pleiku
PT02,Nộp hồ sơ trên mạng,Phường Pleiku,Hội trường UBND phường,25,07/10/2026,14:00,16:00,
CS01,Làm chữ ký số miễn phí,xã Chư Sê,Nhà văn hóa xã,30,08/10/2026,8h,10h,
`

/** A citizen looks for a class near home and asks something else in between. */
export async function looksForClass(phone: Phone): Promise<void> {
  await phone.taps('Có lớp học số nào gần nhà tôi không?', 'xã, phường nào')
  await phone.taps('phường Pleiku', 'Nhà văn hóa tổ 5')
  await phone.writes('quên mật khẩu vneid thì làm sao', 'Mình làm tiếp nhé')
}

/** … and signs up for the class PT01. */
export async function signsUp(phone: Phone): Promise<void> {
  await phone.taps('Chọn PT01', 'Họ tên và số điện thoại')
  await phone.writes('Nguyễn Văn An, 0912 345 678', 'đồng ý chứ')
  await phone.taps('Có', 'Đã giữ chỗ cho Nguyễn Văn An')
}

export async function cancels(phone: Phone): Promise<void> {
  await phone.writes('lớp của tôi', 'đã có chỗ')
  await phone.taps('PT01-001', 'Hủy PT01-001')
  await phone.taps('Có', 'đã hủy PT01-001')
}
