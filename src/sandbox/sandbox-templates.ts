import type { ZbsTemplate } from './zalo/templates.ts'

/** Templates with which announcements outside the windows can be tried out: one of each kind of state, and both ways. */
export const SANDBOX_ZBS: readonly ZbsTemplate[] = [
  {
    id: '900001',
    name: 'Nhắc lịch lớp học số',
    status: 'ENABLE',
    text: 'Mời bà con học lớp <lop> lúc <gio> tại <noi>.',
    params: [
      { name: 'lop', type: 'STRING', maxLength: 30 },
      { name: 'gio', type: 'DATE', maxLength: 20 },
      { name: 'noi', type: 'STRING', maxLength: 60 },
    ],
    prices: { phone: 300, uid: 200 },
    allowsUid: true,
  },
  {
    id: '900002',
    name: 'Thông báo Ngày Chuyển đổi số',
    status: 'PENDING_REVIEW',
    text: 'Ngày <ngay>, xã tổ chức <viec>.',
    params: [
      { name: 'ngay', type: 'DATE', maxLength: 20 },
      { name: 'viec', type: 'STRING', maxLength: 60 },
    ],
    prices: { phone: 300, uid: 200 },
    allowsUid: true,
  },
]

/** The same for a Page, in the shape in which templates are handed in there. */
export const SANDBOX_UTILITY: readonly unknown[] = [
  {
    name: 'nhac_lich_lop',
    language: 'vi',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: 'Nhắc lịch: lớp {{lop}} mà bà con đã đăng ký bắt đầu lúc {{gio}}, tại {{noi}}. Hẹn gặp bà con.',
        example: {
          body_text_named_params: [
            { param_name: 'lop', example: 'Chữ ký số' },
            { param_name: 'gio', example: '19:00 10/10/2026' },
            { param_name: 'noi', example: 'Nhà văn hóa thôn 2' },
          ],
        },
      },
    ],
  },
]
