import { knowingTheLast } from './knowing-the-last.ts'

/** The five tone marks as Unicode combining characters: huyền, sắc, ngã, hỏi, nặng. */
const TONE = '[\\u0300\\u0301\\u0303\\u0309\\u0323]'
const HORN = '\\u031B'

/**
 * Where a tone mark may stand in more than one place, moved to the one that the newer spelling uses (hòa -> hoà), and
 * the commonest slips of the horn set right (đuợc, đựơc -> được). Patterns run over decomposed text.
 */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`o(${TONE})([ae])`, 'gu'), 'o$2$1'],
  [new RegExp(`u(${TONE})y`, 'gu'), 'uy$1'],
  [new RegExp(`qu(${TONE})([aeo])`, 'gu'), 'qu$2$1'],
  [new RegExp(`gi(${TONE})a`, 'gu'), 'gia$1'],
  [new RegExp(`u${HORN}(${TONE})o${HORN}?`, 'gu'), `u\u031Bo\u031B$1`],
  [new RegExp(`(?<!q)uo${HORN}(${TONE})(?=[cimntu])`, 'gu'), `u\u031Bo\u031B$1`],
]

const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu
/** Joiners, zero-width spaces and the signs that choose a picture's style. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/gu
/** `ơiiii`, `khônggg`; the three letters at the beginning of `cccd` belong there. */
const STRETCHED = /(\p{L})(?<=[^b-df-hj-np-tv-z]|\p{L}\p{L})\1{2,}/gu
const HAS_MARK = /[^\0-\x7f]/
/** Anything but Latin letters and usual signs: only there may be a picture or something invisible. */
const UNUSUAL = /[^\0-\u00a8\u00aa-\u00ac\u00af-\u024f\u1e00-\u1eff\u2010-\u2027]/

/** Composed already, as what phones type is: Latin letters and usual signs, each in one piece. */
const MAY_BE_PARTED = /[^\0-\u02ff\u1e00-\u1eff\u2010-\u2027]/
/** Spaces that are not just one between words. */
const ODD_SPACE = /\s\s|[^\S ]/

/** A quick look whether any of `SPELLINGS` may apply: taking a text apart for them costs more than all the rest. */
const MAY_BE_SLIP = /[òóỏõọ][aeăâê]|[ùúủũụ]y|q[ùúủũụ][aeoăâêôơ]|g[ìíỉĩị]a|[ừứửữự][oơờớởỡợ]|u[ờớởỡợ]/

/** One form for texts that say the same: NFC, lower case, one place for tone marks, no emoji, no stretched letters. */
export const normalise = knowingTheLast(normaliseText)

function normaliseText(text: string): string {
  let plain = unstretched(text.toLowerCase())
  if (HAS_MARK.test(plain)) {
    if (UNUSUAL.test(plain)) plain = plain.replace(INVISIBLE, '').replace(PICTURES, ' ')
    if (MAY_BE_PARTED.test(plain)) plain = plain.normalize('NFC')
    if (MAY_BE_SLIP.test(plain)) {
      plain = plain.normalize('NFD')
      for (const [slip, spelling] of SPELLINGS) plain = plain.replace(slip, spelling)
      plain = plain.normalize('NFC')
    }
    plain = unstretched(plain)
  }
  return (ODD_SPACE.test(plain) ? plain.replace(/\s+/g, ' ') : plain).trim()
}

/** A glance for three equal letters first: few texts have them, and the expression is slow. */
function unstretched(text: string): string {
  for (let at = 2; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === text.charCodeAt(at - 1) && unit === text.charCodeAt(at - 2)) return text.replace(STRETCHED, '$1')
  }
  return text
}

/** For every letter below U+1F00 its code without marks, which is its own where it has none. */
const BARE = Uint16Array.from({ length: 0x1f00 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return letter === 'đ' ? 'd'.charCodeAt(0) : letter.normalize('NFD').charCodeAt(0)
})
/** Longer texts are made in pieces: a call takes so many arguments. */
const MOST_CODES = 4096

/** Without any Vietnamese mark: `đăng ký` -> `dang ky` (of a normalised text). */
export function fold(text: string): string {
  if (!HAS_MARK.test(text)) return text
  if (text.length > MOST_CODES) return fold(text.slice(0, MOST_CODES)) + fold(text.slice(MOST_CODES))
  const codes = new Array<number>(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    codes[at] = BARE[code] ?? code
  }
  return String.fromCharCode.apply(null, codes)
}

/** The words of a text without accents, one space between them: the same for all the ways in which people type them. */
export function plainWords(text: string): string {
  return fold(tokens(normalise(text)).join(' '))
}

/** Words, numbers, and numbers parted by dots or slashes, in order: `10/10`, `vneid`, `4t`. */
export function tokens(normalised: string): string[] {
  return normalised.match(/\d+(?:[./]\d+)+|[\p{L}\d]+/gu) ?? []
}
