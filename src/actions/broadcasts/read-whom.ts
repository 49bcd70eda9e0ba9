import type { Segment } from '../../broadcasts/broadcast.ts'
import type { ChannelType } from '../../core/ids.ts'
import { fold, normalise } from '../../core/text.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { Communes } from '../../places/communes.ts'

const MAX_CHARS = 1000
const LEAD =
  /^(?:gui )?(?:(?:cho|toi|den) )?(?:(?:ba con|nhung nguoi|nguoi dan|nguoi|moi nguoi|dan) )?(?:(?:o|cua|tai|trong|thuoc) )?/
const EVERYBODY = /^(?:(?:ca|toan) (?:tinh|thanh pho)|moi nguoi|tat ca(?: moi nguoi)?|het)$/
const OWN_COMMUNE = /^(?:ca|toan) (?:xa|phuong)(?:[ ,]*(?:xa|phuong))?$|^(?:xa|phuong) (?:minh|toi|em)$/
const CHANNEL = /^(?:(?:kenh|qua|tren|dung) )*(?<name>zalo|messenger|facebook|trang chat|web)$/
const CHANNELS: Readonly<Record<string, ChannelType>> = {
  zalo: 'zalo-oa',
  messenger: 'messenger',
  facebook: 'messenger',
  'trang chat': 'web',
  web: 'web',
}
const ON_LIST =
  /^(?:(?:da|co) )?(?:dang ky |ghi danh |hoc vien )?(?:hoc )?(?:cua )?lop (?:so )?(?<code>lc\s*\d+|[a-z]{1,4}\d{1,6})$/
const ATTENDED = /^(?:(?:da|co) )?(?:hoc xong|hoc|di hoc|du|tham gia) lop (?<code>lc\s*\d+|[a-z]{1,4}\d{1,6})$/
const SEEN =
  /^(?:da |co |con )?(?:nhan|nhan tin|noi chuyen|tuong tac) (?:trong )?(?:vong )?(?<days>\d{1,3}) ngay(?: qua| nay| gan day)?$/
const FRESH = /^(?:moi den|moi|moi quan tam|moi nhan) (?:trong )?(?<days>\d{1,3}) ngay(?: qua| nay| gan day)?$/

const MORE_THAN_NAME = /\blc\s*\d|\b(?:ngay|kenh|zalo|messenger|facebook|dang ky|da hoc|tru|khong phai|ngoai tru)\b/

/** Whom an officer means, or the first part that is not clear, with communes it may mean. */
export type WhomRead =
  | { readonly type: 'read'; readonly segment: Segment }
  | { readonly type: 'unclear'; readonly said: string; readonly maybe: readonly string[] }

/** Reads whom an announcement is for: `cả tỉnh`, `xã Chư Sê, kênh Zalo`, `người đã đăng ký lớp LC12`, `có nhắn trong 30 ngày`. */
export function readWhom(
  text: string,
  {
    communes,
    province,
    own,
  }: { readonly communes: Pick<Communes, 'find'>; readonly province: UnitCode; readonly own: UnitCode | null },
): WhomRead {
  const said: { -readonly [Key in keyof Segment]: Segment[Key] } = {}
  for (const piece of piecesOf(text)) {
    const folded = fold(normalise(piece)).replace(/[\s.!?]+$/, '')
    const short = folded.replace(LEAD, '')
    const match = (pattern: RegExp) => pattern.exec(folded)?.groups ?? pattern.exec(short)?.groups
    const channel = CHANNELS[match(CHANNEL)?.name ?? '']
    const attended = match(ATTENDED)?.code
    const listed = match(ON_LIST)?.code
    const seen = match(SEEN)?.days
    const fresh = match(FRESH)?.days
    if (EVERYBODY.test(folded) || EVERYBODY.test(short)) continue
    if (own !== null && OWN_COMMUNE.test(short)) said.communes = [...(said.communes ?? []), own]
    else if (channel) said.channels = [...new Set([...(said.channels ?? []), channel])]
    else if (attended) said.attended = [...(said.attended ?? []), codeOf(attended)]
    else if (listed) said.classes = [...(said.classes ?? []), codeOf(listed)]
    else if (seen && Number(seen) > 0) said.seen_within_days = Number(seen)
    else if (fresh && Number(fresh) > 0) said.new_within_days = Number(fresh)
    else {
      // A name in the midst of other wishes must not swallow them.
      if (MORE_THAN_NAME.test(folded)) return { type: 'unclear', said: piece, maybe: [] }
      const found = communes.find(piece.replace(/^(?:bà con|người dân|người)\s+(?:ở\s+)?/iu, ''), { province })
      if (found.kind !== 'found')
        return {
          type: 'unclear',
          said: piece,
          maybe: found.kind === 'several' ? found.communes.slice(0, 5).map(({ type, name }) => `${type} ${name}`) : [],
        }
      said.communes = [...new Set([...(said.communes ?? []), found.commune.code])]
    }
  }
  return { type: 'read', segment: said }
}

function piecesOf(text: string): string[] {
  const pieces = text
    .slice(0, MAX_CHARS)
    .split(/[,;\n·]|\s+và\s+|(?<!qua|trên|dùng)\s+(?=(?:qua |trên |dùng )?kênh\s)/iu)
    .map((piece) => piece.trim())
  const said = pieces.filter((piece) => piece !== '')
  return said.length === 0 ? [text] : said
}

function codeOf(said: string): string {
  return said.replace(/\s/g, '').toUpperCase()
}
