import type { ProvinceId } from '../core/ids.ts'

/** A line of an article's text with its number in the file, counted from 1. */
export interface BodyLine {
  readonly text: string
  readonly line: number
}

export interface ProvinceBlock {
  readonly province: ProvinceId
  /** Where the block opens. */
  readonly line: number
  readonly lines: readonly BodyLine[]
}

export interface ArticleBody {
  readonly main: readonly BodyLine[]
  readonly blocks: readonly ProvinceBlock[]
  readonly more: readonly BodyLine[] | null
}

export interface BodyProblem {
  readonly line: number
  readonly message: string
}

const MORE_MARK = /^<!--\s*xem thêm\s*-->$/u
const BLOCK_OPENS = /^:::\s*(\S+)$/u
const BLOCK_CLOSES = /^:::$/u

/**
 * Parts the text under an article's front matter into what all are shown, what one province is shown, and what follows
 * "xem thêm". `firstLine` is the number of the text's first line in its file.
 */
export function parseBody(text: string, firstLine: number): { body: ArticleBody; problems: BodyProblem[] } {
  const main: BodyLine[] = []
  const blocks: { province: ProvinceId; line: number; lines: BodyLine[] }[] = []
  let more: BodyLine[] | null = null
  let open: { province: ProvinceId; line: number; lines: BodyLine[] } | null = null
  const problems: BodyProblem[] = []

  for (const [index, raw] of text.split('\n').entries()) {
    const line = { text: raw.trimEnd(), line: firstLine + index }
    const opening = BLOCK_OPENS.exec(line.text)
    if (opening?.[1]) {
      if (open) problems.push({ line: open.line, message: 'the block is not closed: end it with a line ":::"' })
      if (more) problems.push({ line: line.line, message: 'a province block must stand before "xem thêm": move it up' })
      open = { province: opening[1] as ProvinceId, line: line.line, lines: [] }
      blocks.push(open)
    } else if (BLOCK_CLOSES.test(line.text)) {
      if (!open)
        problems.push({ line: line.line, message: '":::" closes nothing: open the block with "::: <province>"' })
      open = null
    } else if (MORE_MARK.test(line.text)) {
      if (more) problems.push({ line: line.line, message: '"xem thêm" stands twice: keep the first' })
      more ??= []
    } else {
      const part = open?.lines ?? more ?? main
      part.push(line)
    }
  }
  if (open) problems.push({ line: open.line, message: 'the block is not closed: end it with a line ":::"' })
  if (textOf(main) === '') problems.push({ line: firstLine, message: 'the article has no text under its front matter' })
  return { body: { main, blocks, more }, problems }
}

/** The lines as one text: no blank lines around it, one at most within. */
export function textOf(lines: readonly BodyLine[]): string {
  return lines
    .map((line) => line.text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
