/** What an input method would have made of keys that were typed while it was off. */

const TELEX_TONES: Readonly<Record<string, string>> = {
  f: '\u0300',
  s: '\u0301',
  x: '\u0303',
  r: '\u0309',
  j: '\u0323',
}
const VNI_TONES: Readonly<Record<string, string>> = { 1: '\u0301', 2: '\u0300', 3: '\u0309', 4: '\u0303', 5: '\u0323' }

/** `dduowcj` -> `được`, `kys` -> `ký`. Gives null for a word that no Telex keys could mean. */
export function fromTelex(word: string): string | null {
  const keys = /^([a-z]+?)([fsxrj]?)$/.exec(word)
  if (!keys?.[1]) return null
  let tone = TELEX_TONES[keys[2] ?? ''] ?? ''
  const letters = keys[1]
    .replace(/(?<=[aeiouyw])([fsxrj])(?=[a-z]*$)/, (key) => {
      tone ||= TELEX_TONES[key] ?? ''
      return ''
    })
    .replace(/^dd/, 'đ')
    .replace('aa', 'â')
    .replace('ee', 'ê')
    .replace('oo', 'ô')
    .replace('uow', 'ươ')
    .replace('aw', 'ă')
    .replace('ow', 'ơ')
    .replace('uw', 'ư')
    .replace(/(?<!u)w/, '')
  return withTone(letters, tone, word)
}

/** `dang1` -> `dáng`, `d9uo7c5` -> `được`. Gives null for a word without VNI digits. */
export function fromVni(word: string): string | null {
  if (!/^[a-z]+\d[a-z\d]*$/.test(word)) return null
  let tone = ''
  const letters = word
    .replace(/d(?=[a-z]*9)/, 'đ')
    .replace('9', '')
    .replace(/[1-5]/, (digit) => {
      tone = VNI_TONES[digit] ?? ''
      return ''
    })
    .replace(/([aeo])([a-z]*)6/, (_, vowel: string, rest: string) => ({ a: 'â', e: 'ê', o: 'ô' })[vowel] + rest)
    .replace(/uo([a-z]*)7/, 'ươ$1')
    .replace(/([uo])([a-z]*)7/, (_, vowel: string, rest: string) => (vowel === 'u' ? 'ư' : 'ơ') + rest)
    .replace(/a([a-z]*)8/, 'ă$1')
  return /\d/.test(letters) ? null : withTone(letters, tone, word)
}

/** Puts the tone on the vowel that carries it: a marked one, else the last before an ending, else the second of two. */
function withTone(letters: string, tone: string, typed: string): string | null {
  const nucleus = /(?<=^(?:qu|gi(?=[aeiouyăâêôơư]))?[^aeiouyăâêôơư]*)[aeiouyăâêôơư]+/u.exec(letters)
  if (!nucleus) return null
  if (tone === '') return letters === typed ? null : letters
  const vowels = Array.from(nucleus[0])
  const marked = vowels.findLastIndex((vowel) => 'ăâêôơư'.includes(vowel))
  const closed = nucleus.index + nucleus[0].length < letters.length
  const glides = /^(?:oa|oe|uy)/.test(nucleus[0])
  const carrier = marked >= 0 ? marked : vowels.length > 1 && (closed || glides) ? 1 : 0
  vowels[carrier] += tone
  const before = letters.slice(0, nucleus.index)
  return (before + vowels.join('') + letters.slice(nucleus.index + nucleus[0].length)).normalize('NFC')
}
