import { normalise } from '../../core/text.ts'

const ENDINGS = 'gov|com|net|org|edu|info|vn|io|me|app|xyz|top|shop|site'
/** "chấm" and its kin, with which a link is written so that it is not seen as one. */
const SPOKEN_DOT = new RegExp(
  `\\s*(?:(?<=\\s)(?:chấm|cham|dot)|\\(?\\[?(?:\\.|dot|chấm|cham)[)\\]])\\s*(?=(?:${ENDINGS})(?![\\p{L}\\d]))`,
  'gu',
)
const SPACED_DOT = new RegExp(`(?<=[\\p{L}\\d])(?:\\s+\\.\\s*|\\s*\\.\\s+)(?=(?:${ENDINGS})(?![\\p{L}\\d]))`, 'gu')
const LIST_MARK = /^\s*(\d{1,2})[.)]\s+/u

/** A text without its list's numbers; these count on from one, or stay in the text as numbers like any other. */
function withoutListMarks(text: string): string[] {
  let next = 1
  return text.split('\n').map((line) => {
    const mark = LIST_MARK.exec(line)
    const number = Number(mark?.[1])
    if (!mark || (number !== next && number !== 1)) return line
    next = number + 1
    return line.slice(mark[0].length)
  })
}

/** One form for texts that give the same facts: one line, lower case, plain digits, links written as links. */
export function plain(text: string): string {
  const lines = withoutListMarks(text.normalize('NFKC').replace(/[\p{Cf}\u00ad]/gu, ''))
  const joined = normalise(lines.join(' ; '))
  return joined.replace(SPACED_DOT, '.').replace(SPOKEN_DOT, '.')
}
