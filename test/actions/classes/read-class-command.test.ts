import { describe, expect, it } from 'vitest'
import { type ClassCommand, readClassCommand } from '../../../src/actions/classes/desk/read-class-command.ts'
import type { ClassCode } from '../../../src/classes/class.ts'

const code = 'LC12' as ClassCode
const mark = (who: 'all' | number[], present = true) =>
  ({ type: 'mark', code, attendance: { who, present } }) satisfies ClassCommand
const an = { type: 'add', code, name: 'Nguyễn Văn An', phone: '0912345678' } satisfies ClassCommand

describe('staff type about classes', () => {
  it.each<{ text: string; command: ClassCommand }>([
    { text: 'lớp hôm nay', command: { type: 'today' } },
    { text: 'Lop hom nay', command: { type: 'today' } },
    { text: 'CÁC LỚP HÔM NAY?', command: { type: 'today' } },
    { text: 'cho em xem lớp học hôm nay ạ', command: { type: 'today' } },
    { text: 'lịch lớp hôm nay', command: { type: 'today' } },
    { text: 'danh sách LC12', command: { type: 'roster', code } },
    { text: 'ds lc12', command: { type: 'roster', code } },
    { text: 'Danh sách lớp LC 12 nhé', command: { type: 'roster', code } },
    { text: 'xem danh sach hoc vien lc-12', command: { type: 'roster', code } },
    { text: 'danh sách QN7', command: { type: 'roster', code: 'QN7' as ClassCode } },
    { text: 'còn chỗ không LC12', command: { type: 'seats', code } },
    { text: 'con cho khong lc12?', command: { type: 'seats', code } },
    { text: 'còn mấy chỗ LC12', command: { type: 'seats', code } },
    { text: 'LC12 còn chỗ không ạ', command: { type: 'seats', code } },
    { text: 'lớp LC12 còn bao nhiêu chỗ trống', command: { type: 'seats', code } },
    { text: 'đóng đăng ký LC12', command: { type: 'close', code } },
    { text: 'dong dang ky lop lc12', command: { type: 'close', code } },
    { text: 'Khóa đăng ký LC.12', command: { type: 'close', code } },
    { text: 'đóng đăng kí LC12', command: { type: 'close', code } },
    { text: 'mở đăng ký LC12', command: { type: 'open', code } },
    { text: 'mo lai dang ky lc12 nha', command: { type: 'open', code } },
    { text: 'đồng ý LC12', command: { type: 'agree', code } },
    { text: 'dong y lc12', command: { type: 'agree', code } },
    { text: 'OK LC12', command: { type: 'agree', code } },
    { text: 'điểm danh LC12', command: { type: 'attendance', code } },
    { text: 'Diem danh lop LC 12 ạ', command: { type: 'attendance', code } },
    { text: 'điểm danh LC12: 1 2 5-9 có mặt', command: mark([1, 2, 5, 6, 7, 8, 9]) },
    { text: 'diem danh lc12 1,2, 5 - 7', command: mark([1, 2, 5, 6, 7]) },
    { text: 'điểm danh LC12; 3 đến 5 và 8 có mặt ạ', command: mark([3, 4, 5, 8]) },
    { text: 'điểm danh LC12: 1 2 3 đến', command: mark([1, 2, 3]) },
    { text: 'điểm danh LC12: 4, 6 vắng', command: mark([4, 6], false) },
    { text: 'điểm danh LC12: đủ', command: mark('all') },
    { text: 'điểm danh LC12: có mặt hết.', command: mark('all') },
    { text: 'điểm danh LC12: cả lớp vắng', command: mark('all', false) },
    { text: 'điểm danh LC12: 9-5 có mặt', command: { type: 'unread_attendance', code } },
    { text: 'điểm danh LC12: ông An có mặt', command: { type: 'unread_attendance', code } },
    { text: 'thêm Nguyễn Văn An 0912345678 vào LC12', command: an },
    { text: 'Thêm  Nguyễn Văn An, 0912.345.678 vào lớp LC 12 nhé', command: an },
    { text: 'thêm ông Nguyễn Văn An +84 912 345 678 vào LC12', command: an },
    { text: 'them nguyen van an 0912345678 vao lc12', command: { ...an, name: 'nguyen van an' } },
    { text: 'thêm Nguyễn Văn An 09123456 vào LC12', command: { ...an, phone: null } },
  ])('"$text"', ({ text, command }) => {
    expect(readClassCommand(text)).toEqual(command)
  })

  it.each([
    '',
    'lớp của tôi',
    'tìm lớp',
    'hôm nay có lớp nào không',
    'lớp hôm nay học gì vậy cháu',
    'lớp hôm nay có dạy VNeID không',
    'đăng ký lớp',
    'đăng ký LC12',
    'cho tôi đăng ký lớp LC12',
    'hủy LC12',
    'LC12',
    'LC12-031',
    'danh sách lớp học',
    'danh sách giấy tờ cần nộp',
    'danh sách LC12 có tên tôi chưa',
    'còn chỗ không',
    'lớp còn chỗ không cháu',
    'còn chỗ cho 2 người không',
    'đóng học phí',
    'đóng bảo hiểm LC12 ở đâu',
    'mở tài khoản',
    'mở đăng ký khi nào',
    'đồng ý',
    'đồng ý, tôi tên An 0912345678',
    'điểm danh là gì',
    'điểm danh thế nào',
    'thêm người vào lớp',
    'thêm Nguyễn Văn An vào LC12',
    'Nguyễn Văn An 0912345678',
    'thêm số điện thoại 0912345678',
    'tôi là học viên lớp LC12 hôm nay bận không đi được',
    '1 2 5-9',
  ])('a citizen may write "%s", which is no command', (text) => {
    expect(readClassCommand(text)).toBeNull()
  })
})
