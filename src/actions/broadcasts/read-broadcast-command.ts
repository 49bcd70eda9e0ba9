import { fold, normalise } from '../../core/text.ts'

/** What an officer wants of announcements, typed in chat. `hash`: the beginning of that of what they saw, or all of it. */
export type BroadcastCommand =
  | { readonly type: 'compose' | 'today' | 'waiting' }
  | {
      readonly type: 'show' | 'test' | 'pause' | 'resume' | 'cancel' | 'cancel_for_good' | 'correct' | 'rewrite'
      readonly code: string
    }
  | { readonly type: 'approve'; readonly code: string; readonly hash: string | null }
  | { readonly type: 'reject'; readonly code: string; readonly reason: string }
  | { readonly type: 'resend'; readonly code: string; readonly what: 'failed' | 'unknown' | null }
  | { readonly type: 'which'; readonly deed: WithoutCode }

/** What may be said in haste without a code; words that citizens use as well ("dừng", "hủy", "tiếp tục") are none. */
export type WithoutCode = 'pause' | 'resume' | 'resend' | 'correct' | 'rewrite'

/** Commands are short, the reason of a refusal apart; everything that people write is looked at here. */
const MAX_CHARS = 500
const POLITE = /^(?:(?:em|toi|minh|xin|cho em|cho toi|giup|hay)\s+)+|(?:\s+(?:a|nhe|nha|roi|em|giup|di|voi))+$/g

const PLAIN: readonly (readonly [RegExp, 'compose' | 'today' | 'waiting'])[] = [
  [/^(?:soan|viet|tao) (?:mot )?(?:tin|thong bao)(?: (?:moi|gui ba con|cho ba con|chien dich))?$/, 'compose'],
  [
    /^(?:tinh hinh |xem )?(?:cac )?(?:chien dich|thong bao)(?: (?:the nao|ra sao))? hom nay(?: (?:the nao|ra sao|den dau))?$/,
    'today',
  ],
  [/^(?:tinh hinh |xem )chien dich$|^chien dich$/, 'today'],
  [/^(?:xem )?(?:tin|thong bao|cac tin|cac thong bao) (?:dang )?cho (?:toi |em |minh )?duyet$|^cho duyet$/, 'waiting'],
  [/^(?:khong |chua )?duyet(?: tin| thong bao)?$/, 'waiting'],
]

const BARE: readonly (readonly [RegExp, WithoutCode])[] = [
  [/^tam dung(?: gui| tin| thong bao| chien dich| tat ca| het| lai| ngay)*$/, 'pause'],
  [/^gui tiep(?: tin| thong bao| chien dich)*$/, 'resume'],
  [/^gui lai(?: tin| thong bao| loi)*$/, 'resend'],
  [/^(?:dinh chinh|sua sai)(?: tin| thong bao)*$/, 'correct'],
  // "Sửa tin" is said of what is being written just now.
  [/^(?:trinh lai(?: tin| thong bao)*|sua (?:lai )?thong bao)$/, 'rewrite'],
]

const CODE = 'tb\\s*[-–—_.]?\\s*(?<code>[0-9a-z]{5})'
const ON_CODE = new RegExp(`^(?<verb>[a-z ]+?)\\s+(?:(?:thong bao|tin)\\s+)?${CODE}(?![0-9a-z])(?<rest>.*)$`)
const VERBS: Readonly<Record<string, Exclude<BroadcastCommand['type'], 'compose' | 'today' | 'waiting' | 'which'>>> = {
  xem: 'show',
  'xem thu': 'show',
  'tinh hinh': 'show',
  duyet: 'approve',
  'dong y duyet': 'approve',
  'khong duyet': 'reject',
  'chua duyet': 'reject',
  'tra lai': 'reject',
  'gui thu': 'test',
  'tam dung': 'pause',
  dung: 'pause',
  'tiep tuc': 'resume',
  'gui tiep': 'resume',
  'cho gui tiep': 'resume',
  huy: 'cancel',
  'huy han': 'cancel_for_good',
  'gui lai': 'resend',
  'dinh chinh': 'correct',
  'sua sai': 'correct',
  sua: 'rewrite',
  'sua lai': 'rewrite',
  trinh: 'rewrite',
  'trinh lai': 'rewrite',
  'trinh duyet': 'rewrite',
  'trinh duyet lai': 'rewrite',
}

/** Reads `soạn tin`, `chiến dịch hôm nay`, `duyệt TB-4K7PQ 3fa9c1d2` and the like, with or without accents; null for any other text. */
export function readBroadcastCommand(text: string): BroadcastCommand | null {
  if (text.length > MAX_CHARS) return null
  const folded = fold(normalise(text))
    .replace(/[\s.!?]+$/, '')
    .replace(POLITE, '')
  const plain = PLAIN.find(([pattern]) => pattern.test(folded))
  if (plain) return { type: plain[1] }
  const bare = BARE.find(([pattern]) => pattern.test(folded))
  if (bare) return { type: 'which', deed: bare[1] }
  const match = ON_CODE.exec(folded)?.groups
  const type = VERBS[match?.verb ?? '']
  if (!match || type === undefined) return null
  const code = codeFrom(match.code ?? '')
  const rest = (match.rest ?? '').trim()
  switch (type) {
    case 'approve': {
      if (rest !== '' && !/^[0-9a-f]{8,64}$/.test(rest)) return null
      return { type, code, hash: rest === '' ? null : rest }
    }
    case 'reject':
      return { type, code, reason: reasonOf(text) }
    case 'resend': {
      const what = rest === '' ? null : rest === 'loi' ? 'failed' : rest === 'khong ro' ? 'unknown' : undefined
      return what === undefined ? null : { type, code, what }
    }
    default:
      return rest === '' ? { type, code } : null
  }
}

/** What stands behind the code, with its accents. */
function reasonOf(text: string): string {
  return (
    /tb\s*[-–—_.]?\s*[0-9a-z]{5}(.*)$/is
      .exec(text)?.[1]
      ?.replace(/^[\s,.:;-]*(?:vì |lý do:? )?/iu, '')
      .trim() ?? ''
  )
}

/** `o` is meant as 0, `i` and `l` as 1. */
function codeFrom(letters: string): string {
  return `TB-${letters.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')}`
}
