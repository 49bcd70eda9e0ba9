import { lengthOf } from '../../core/text-length.ts'
import { type Reading, understood } from './reading.ts'

export type FreeTextWhy = 'empty' | 'too_long'

/** Control characters other than line breaks. */
const CONTROL = /[^\P{Cc}\n]/gu

/** Any text of at most `maxChars` code points, in NFC, without needless space. `count`: how many there were. */
export function readFreeText(text: string, maxChars: number): Reading<string, FreeTextWhy> {
  const tidy = text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(CONTROL, '')
    .replace(/\n{3,}/g, '\n\n')
    .normalize('NFC')
    .trim()
  const count = lengthOf(tidy)
  if (count === 0) return { type: 'unclear', why: 'empty' }
  if (count > maxChars) return { type: 'unclear', why: 'too_long', count }
  return understood({ value: tidy, said: tidy })
}
