import { normalise } from '../../core/text.ts'
import { anyOf, type LlmLanguage } from '../language.ts'

/** The offices of a text: "công an xã" where a level is said, "công an" where none is. */
export type OfficeReader = (text: string) => ReadonlySet<string>

/** Reads offices of plain texts. "Công an xã, phường" is both. */
export function createOfficeReader({ heads, levels }: LlmLanguage['offices']): OfficeReader {
  const level = anyOf(levels)
  const pattern = new RegExp(
    `(?<![\\p{L}])(${anyOf(heads)})(?![\\p{L}])((?: nhân dân)?(?:(?:,? | và | hoặc | hay )(?:cấp )?(?:${level})(?![\\p{L}]))*)`,
    'gu',
  )
  const each = new RegExp(`(?<![\\p{L}])(?:${level})(?![\\p{L}])`, 'gu')
  return (text) => {
    const found = new Set<string>()
    for (const [, head = '', tail = ''] of text.matchAll(pattern)) {
      found.add(head)
      for (const [name] of tail.matchAll(each)) found.add(`${head} ${name}`)
    }
    return found
  }
}

const CAPITALISED = /(?<![\p{L}\d])\p{Lu}[\p{L}\d]*(?: \p{Lu}[\p{L}\d]*)*/gu
const BEGINS = /(?:^|[.!?:;…\n"“(]\s*|^\s*[-–•]\s*|\d[.)]\s+)$/u

/** Runs of capitalised words, the word that only begins a sentence taken off: "Sở Y", "VNeID". */
export function properNames(text: string): string[] {
  return text.split('\n').flatMap((line) =>
    [...line.matchAll(CAPITALISED)].flatMap((match) => {
      const words = match[0].split(' ')
      const begins = BEGINS.test(line.slice(0, match.index))
      const name = (begins ? words.slice(1) : words).join(' ')
      return name === '' ? [] : [normalise(name)]
    }),
  )
}
