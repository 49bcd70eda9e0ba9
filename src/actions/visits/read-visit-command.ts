import { fold, normalise } from '../../core/text.ts'

/** What a member of staff wants of the visits, typed in chat. */
export type VisitCommand =
  | { readonly type: 'list' }
  | { readonly type: 'taken' | 'done' | 'cancelled'; readonly code: string }

/** Commands are short; everything that citizens write is looked at here. */
const MAX_CHARS = 100
const LIST =
  /^(?:(?:xem|co|danh sach|ds|cac|nhung)\s+)*loi nho(?: den nha)?(?: (?:dang )?(?:cho|moi|nao))*(?: khong)?(?: a)?[\s.!?]*$/
const ON_VISIT =
  /^(?:(?:em|toi|minh|da|xin)\s+)*(?<verb>nhan|lay|xong|hoan thanh|huy|bo)\s+(?:(?:loi nho|viec|phieu)\s+)?tn\s*[-–—_.]?\s*(?<code>[0-9a-z]{5})(?![0-9a-z])(?:\s+(?:a|nhe|nha|roi|em))*[\s.!?]*$/
const VERBS: Readonly<Record<string, 'taken' | 'done' | 'cancelled'>> = {
  nhan: 'taken',
  lay: 'taken',
  xong: 'done',
  'hoan thanh': 'done',
  huy: 'cancelled',
  bo: 'cancelled',
}

/** Reads `lời nhờ`, `nhận TN-4K7PQ`, `xong TN-4K7PQ` and `hủy TN-4K7PQ`, with or without accents. Gives null for any other text. */
export function readVisitCommand(text: string): VisitCommand | null {
  if (text.length > MAX_CHARS) return null
  const folded = fold(normalise(text))
  const match = ON_VISIT.exec(folded)?.groups
  const type = VERBS[match?.verb ?? '']
  if (match && type !== undefined) return { type, code: codeFrom(match.code ?? '') }
  return LIST.test(folded) ? { type: 'list' } : null
}

/** `o` is meant as 0, `i` and `l` as 1. */
function codeFrom(letters: string): string {
  return `TN-${letters.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')}`
}
