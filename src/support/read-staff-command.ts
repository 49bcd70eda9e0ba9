import { fold, normalise } from '../core/text.ts'
import { findLinkCode } from '../staff/link-code.ts'
import { ticketCodeFrom } from './ticket-code.ts'

/** What a member of staff wants done, typed in chat. */
export type StaffCommand =
  | { readonly type: 'list' }
  | { readonly type: 'take'; readonly code: string }
  /** `text` as typed; empty when nothing follows the code. */
  | { readonly type: 'reply'; readonly code: string; readonly text: string }
  | { readonly type: 'close'; readonly code: string }
  /** Links this chat to a member. */
  | { readonly type: 'link'; readonly code: string }

const LIST =
  /^(?:(?:xem|co|danh sach|ds) )?(?:cac )?(?:viec|yeu cau|phieu)(?: (?:dang )?(?:cho|moi))?(?: khong)?(?: a)?$/
const ON_TICKET =
  /^(?:(?:em|toi|minh|da|xin)\s+)*(?<verb>nhan|lay|tra\s*loi|tl|rep|reply|dong|ket\s*thuc|xong)\s+(?:(?:viec|yeu\s*cau|phieu)\s+)?ht\s*[-–—_.]?\s*(?<code>[0-9a-z]{4})(?![0-9a-z])\s*(?<colon>[:;,.–—-]?)\s*/
const VERBS: Readonly<Record<string, 'take' | 'reply' | 'close'>> = {
  nhan: 'take',
  lay: 'take',
  traloi: 'reply',
  tl: 'reply',
  rep: 'reply',
  reply: 'reply',
  dong: 'close',
  ketthuc: 'close',
  xong: 'close',
}

/**
 * Reads `việc chờ`, `nhận HT-4K7P`, `trả lời HT-4K7P: …`, `đóng HT-4K7P` and the code that links a chat, with or without
 * accents, dashes and colons. Gives null for any other text.
 */
export function readStaffCommand(text: string): StaffCommand | null {
  const typed = text.normalize('NFC').trim()
  const folded = fold(typed.toLowerCase())
  const onTicket = ON_TICKET.exec(folded)
  if (onTicket) return commandOn(onTicket, typed)
  if (LIST.test(fold(normalise(typed)).replace(/[.!?]+$/, ''))) return { type: 'list' }
  const code = findLinkCode(folded.replace(/\s+/g, ' '))
  return code === null ? null : { type: 'link', code }
}

function commandOn(match: RegExpExecArray, typed: string): StaffCommand | null {
  const { verb = '', code: letters = '', colon = '' } = match.groups ?? {}
  const code = ticketCodeFrom(letters)
  const rest = typed.slice(match[0].length).trim()
  const type = VERBS[verb.replace(/\s/g, '')]
  if (type === 'reply') return { type, code, text: rest }
  // `nhắn HT-4K7P: …`, typed without its accent: words follow, so words are meant.
  if (type === 'take' && rest !== '' && colon !== '') return { type: 'reply', code, text: rest }
  if (type === undefined || rest.length > 20) return null
  return { type, code }
}
