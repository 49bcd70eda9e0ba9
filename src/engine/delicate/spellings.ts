import { fold, normalise } from '../../core/text.ts'

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu
const HOI = '\u0309'
const NGA = '\u0303'

/** How a word is also typed: without its tone, without any mark, with "hỏi" for "ngã". */
export function spellingsOf(word: string): string[] {
  const usual = normalise(word)
  const apart = usual.normalize('NFD')
  const mixedUp = apart.replace(/[\u0303\u0309]/gu, (tone) => (tone === HOI ? NGA : HOI))
  const toneless = apart.replace(TONES, '')
  return [...new Set([usual, mixedUp.normalize('NFC'), toneless.normalize('NFC'), fold(usual)])]
}
