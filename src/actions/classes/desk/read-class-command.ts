import type { ClassCode } from '../../../classes/class.ts'
import { normalisePhone } from '../../../classes/person-index.ts'
import { fold, normalise } from '../../../core/text.ts'
import { type Attendance, readAttendance } from './read-attendance.ts'

/** What a member of staff wants of the classes, typed in chat. */
export type ClassCommand =
  | { readonly type: 'today' }
  | {
      readonly type: 'roster' | 'seats' | 'open' | 'close' | 'agree' | 'attendance' | 'unread_attendance'
      readonly code: ClassCode
    }
  | { readonly type: 'mark'; readonly code: ClassCode; readonly attendance: Attendance }
  /** `phone` is null when what stands there is no phone number. */
  | { readonly type: 'add'; readonly code: ClassCode; readonly name: string; readonly phone: string | null }

/** As in the spreadsheets: a few letters and a number. With a space between them only `LC 12` is a code. */
const CODE = String.raw`(?:lop\s+)?(?<code>lc[\s.\-_]*\d{1,6}|[a-z]{1,4}[.\-_]?\d{1,6})(?![0-9a-z])`
const BEFORE = String.raw`^(?:(?:em|toi|minh|da|vang|xin|cho|nho|giup|xem|hay)\s+)*`
const AFTER = String.raw`(?:\s+(?:a|nhe|nha|di|voi|giup|em|ad))*[\s.!?]*$`

/** A roll call of the largest class is shorter; everything that citizens write is looked at here. */
const MAX_CHARS = 1000

const whole = (words: string) => new RegExp(BEFORE + words + AFTER)

const TODAY = whole('(?:lich |danh sach )?(?:cac |nhung )?lop(?: hoc)?(?: so)?(?: trong| cua)? hom nay')
const SEATS = 'con (?:may |bao nhieu )?(?:cho|suat)(?: trong| ngoi)?(?: khong)?'
const ON_CLASS: readonly (readonly ['roster' | 'seats' | 'agree' | 'attendance' | 'open' | 'close', RegExp])[] = [
  ['roster', whole(`(?:danh sach|ds)(?: (?:hoc vien|nguoi hoc|dang ky))?(?: cua)? ${CODE}`)],
  ['seats', whole(`${SEATS}(?: o| cua)? ${CODE}`)],
  ['seats', whole(`${CODE} ${SEATS}`)],
  ['close', whole(`(?:dong|khoa|ngung|dung)(?: lai)? dang k[iy](?: cua)? ${CODE}`)],
  ['open', whole(`mo(?: lai)? dang k[iy](?: cua)? ${CODE}`)],
  ['agree', whole(`(?:dong y|xac nhan|ok) ${CODE}`)],
  ['attendance', whole(`diem danh ${CODE}`)],
]
const MARK = new RegExp(String.raw`${BEFORE}diem danh ${CODE}\s*[:;,–-]?\s*(?<rest>\S.*)$`)
const ADD = new RegExp(
  String.raw`${BEFORE}them\s+(?:(?:ong|ba|anh|chi|bac|co|chu)\s+)?(?<name>[^\d+]{2,80}?)[\s,:-]+(?<phone>\+?\d[\d\s.-]{5,18}\d)[\s,]*vao\s+${CODE}${AFTER}`,
  'd',
)

/**
 * Reads `lớp hôm nay`, `danh sách LC12`, `còn chỗ không LC12`, `đóng đăng ký LC12`, `mở đăng ký LC12`, `đồng ý LC12`,
 * `điểm danh LC12`, `điểm danh LC12: 1 2 5-9 có mặt` and `thêm Nguyễn Văn An 0912345678 vào LC12`, with or without
 * accents. Gives null for any other text.
 */
export function readClassCommand(text: string): ClassCommand | null {
  if (text.length > MAX_CHARS) return null
  const folded = fold(normalise(text))
  if (TODAY.test(folded)) return { type: 'today' }
  if (!/\d/.test(folded)) return null
  for (const [type, pattern] of ON_CLASS) {
    const code = pattern.exec(folded)?.groups?.code
    if (code !== undefined) return { type, code: codeFrom(code) }
  }
  const mark = MARK.exec(folded)?.groups
  if (mark) {
    const code = codeFrom(mark.code ?? '')
    const attendance = readAttendance(mark.rest ?? '')
    return attendance ? { type: 'mark', code, attendance } : { type: 'unread_attendance', code }
  }
  return readAdd(text)
}

function readAdd(text: string): ClassCommand | null {
  const typed = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  const match = ADD.exec(fold(typed.toLowerCase()))
  const [from, to] = match?.indices?.groups?.name ?? []
  if (!match?.groups || from === undefined || to === undefined) return null
  const phone = normalisePhone(match.groups.phone ?? '')
  return {
    type: 'add',
    code: codeFrom(match.groups.code ?? ''),
    name: typed.slice(from, to).trim(),
    phone: /^0\d{9}$/.test(phone) ? phone : null,
  }
}

function codeFrom(typed: string): ClassCode {
  return typed.toUpperCase().replace(/[\s.\-_]/g, '') as ClassCode
}
