import { fold, normalise } from '../../core/text.ts'

/** Commands are short; everything that citizens write is looked at here. */
const MAX_CHARS = 60
const PAGE = '(?:trang\\s+)?(?:quan\\s+tri|console)'
const ASKS = new RegExp(
  `^(?:(?:em|toi|minh|xin|cho|muon|can|hay)\\s+)*(?:(?:dang\\s+nhap|mo|vao|truy\\s+cap)(?:\\s+(?:vao\\s+)?${PAGE})|dang\\s*nhap|trang\\s+quan\\s+tri)(?:\\s+(?:a|nhe|nha|voi|giup))*[\\s.!?]*$`,
)

const HELP =
  /^(?:(?:xem|cac|nhung|bang|danh sach|cho xem|co)\s+)*(?:cau lenh|lenh|menu can bo|(?:tro giup|huong dan)(?: can bo)?)(?:\s+(?:gi|nao|can bo|cua can bo))*(?:\s+(?:a|nhe|nha|voi|giup))*[\s.!?]*$/

/** Whether a member of staff asks what they can type: `lệnh`, `trợ giúp`, `xem các lệnh`. */
export function asksForCommands(text: string): boolean {
  return text.length <= MAX_CHARS && HELP.test(fold(normalise(text)))
}

/** Whether a text asks for the console: `đăng nhập`, `dang nhap`, `mở trang quản trị`, `vào console`. */
export function asksForConsole(text: string): boolean {
  return text.length <= MAX_CHARS && ASKS.test(fold(normalise(text)))
}
