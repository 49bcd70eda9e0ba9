import fc from 'fast-check'
import type { Attachment } from '../../../src/core/events.ts'

/** Something that a person may do. `pick` chooses among the buttons there are at that moment. */
export type Input =
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'button'; readonly pick: number }
  | { readonly type: 'old button'; readonly pick: number }
  | { readonly type: 'attachment'; readonly attachment: Attachment }
  | { readonly type: 'contact form'; readonly name: string | null; readonly phone: string | null }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'chat opened' }

const ANSWERS = [
  'Nguyễn Văn An',
  'Anh Thư',
  '0912345678',
  '0912',
  'xã Chư Sê',
  'xyzw',
  '25/11',
  '8 giờ sáng mai',
  '14h',
  '3',
  'hai',
  'số 1',
  'có',
  'không',
  'ok',
  'Buổi tối',
  'Đường trước nhà hỏng đã lâu',
  'Lê Thị Hoa, 0987654321, xã Chư Sê, mai',
  '0912345678, tên tôi là Lê Văn Tám',
]
const COMMANDS = [
  'hủy',
  'thôi',
  'quay lại',
  'làm lại',
  'menu',
  'bỏ qua',
  'không có',
  'tiếp tục',
  'sửa',
  'sửa số điện thoại',
  'sua ho ten',
  'nhầm tên rồi',
  'dừng nhận tin',
  'nhận tin',
  'gặp cán bộ',
]
const TALK = [
  'xin chào',
  'cảm ơn',
  'quên mật khẩu vneid thì làm sao',
  'vneid',
  'giá cà phê hôm nay bao nhiêu',
  'đăng ký chữ ký số ở đâu',
  'ý bác là cái kia kìa',
  '?',
  '😀😀',
]
const ATTACHMENTS: readonly Attachment[] = [
  { type: 'image', url: 'https://example.org/1.jpg' },
  { type: 'image', url: null },
  { type: 'sticker', url: null },
  { type: 'audio', url: null },
  { type: 'location', latitude: 13.98, longitude: 108 },
  { type: 'file', url: null, name: 'don.pdf' },
  { type: 'other', platformType: 'hologram' },
]
const HOUR = 3_600_000

/** Inputs of all kinds; `starts` are words that begin flows. */
export function inputs(starts: readonly string[]): fc.Arbitrary<Input> {
  const words = (texts: readonly string[]) => fc.constantFrom(...texts).map((text): Input => ({ type: 'words', text }))
  const pick = fc.nat(30)
  return fc.oneof(
    { weight: 12, arbitrary: words(ANSWERS) },
    { weight: 6, arbitrary: words(COMMANDS) },
    { weight: 3, arbitrary: words(TALK) },
    { weight: 4, arbitrary: words(starts) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'grapheme', maxLength: 600 }).map((text): Input => ({ type: 'words', text })),
    },
    { weight: 6, arbitrary: pick.map((at): Input => ({ type: 'button', pick: at })) },
    { weight: 2, arbitrary: pick.map((at): Input => ({ type: 'old button', pick: at })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...ATTACHMENTS).map((attachment): Input => ({ type: 'attachment', attachment })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Input>(
        { type: 'contact form', name: 'Nguyễn Văn An', phone: '84912345678' },
        { type: 'contact form', name: 'Nguyễn Văn An', phone: null },
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(HOUR / 2, 3 * HOUR, 48 * HOUR).map((ms): Input => ({ type: 'wait', ms })) },
    { weight: 1, arbitrary: fc.constant<Input>({ type: 'chat opened' }) },
  )
}
