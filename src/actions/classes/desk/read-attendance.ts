/** Who came to a class, as a member of staff types it: the numbers on the list, or all. */
export interface Attendance {
  readonly who: 'all' | readonly number[]
  /** False when those who are named are the ones who did not come. */
  readonly present: boolean
}

const NUMBER = String.raw`\d{1,4}(?:\s*(?:-|–|—|den|toi)\s*\d{1,4})?`
const CAME = 'co mat|co den|den du|den|di hoc|co'
const STAYED_AWAY = 'vang mat|vang|nghi|khong den'
const NAMED = new RegExp(
  String.raw`^(?:so )?(?<numbers>${NUMBER}(?:(?:\s*[,;.]\s*|\s+va\s+|\s+)${NUMBER})*)[\s,;.]*(?:(?<came>${CAME})|(?<away>${STAYED_AWAY}))?$`,
)
const ALL =
  /^(?:(?:tat ca|ca lop|het|du ca|du|day du)(?: (?:deu )?(?:co mat|den|di hoc))?|co mat (?:het|du|tat ca|day du))$/
const NOBODY = /^(?:tat ca|ca lop|het)(?: deu)? (?:vang mat|vang|nghi)$/
const RANGE = /(\d+)\s*(?:-|–|—|den|toi)\s*(\d+)|(\d+)/g
/** No class has more people; a longer range is a slip. */
const MOST = 1000

/** Reads `1 2 5-9 có mặt`, `3 vắng`, `đủ` (folded to `1 2 5-9 co mat`); null when it cannot be understood. */
export function readAttendance(folded: string): Attendance | null {
  const text = folded.replace(/[\s.!?]+$/, '').replace(/(?:\s+(?:a|nhe|nha|em))+$/, '')
  if (ALL.test(text)) return { who: 'all', present: true }
  if (NOBODY.test(text)) return { who: 'all', present: false }
  const named = NAMED.exec(text)
  if (!named) return null
  const numbers = new Set<number>()
  for (const [, from, to, single] of (named.groups?.numbers ?? '').matchAll(RANGE)) {
    const first = Number(from ?? single)
    const last = Number(to ?? single)
    if (last < first || last - first > MOST) return null
    for (let number = first; number <= last; number++) numbers.add(number)
  }
  return { who: [...numbers].sort((a, b) => a - b), present: named.groups?.away === undefined }
}
