import { type Document, isNode, isScalar, visit } from 'yaml'

/** Something that is no YAML, or is YAML but not what its author meant. `at`: characters from the file's start. */
export interface YamlSlip {
  readonly at: number
  readonly message: string
}

/** What helps against the commonest mistakes, by the parser's own codes. */
const CURES: Readonly<Record<string, string>> = {
  BAD_INDENT: ': begin this line as far in as those beside it',
  BAD_SCALAR_START: ': put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY: ': a text with ": " in it must stand in quotes',
  DUPLICATE_KEY: ': keep one of the two',
  MISSING_CHAR: ': close what was opened, or put the whole text in quotes',
  TAB_AS_INDENT: ': indent with spaces',
  UNEXPECTED_TOKEN: ': put the text in quotes',
}

/** Keys whose texts people read. */
const SPOKEN: ReadonlySet<string> = new Set(['title', 'say', 'ask', 'hint', 'text'])
const LOST = 'what stands after # is not said: put the text in quotes, or the remark in a line of its own'

/**
 * What keeps a text from being read as its author meant it: errors of the parser, and the signs with which YAML would do
 * something else than say them: `*`, `&` and `!` at the beginning of a text, `{{…}}` without quotes, and ` #` within.
 */
export function yamlSlips(document: Document): YamlSlip[] {
  const errors = document.errors.map(({ pos, code, message }) => ({ at: pos[0], message: sayError(code, message) }))
  if (errors.length > 0) return errors
  const slips: YamlSlip[] = document.warnings.map(({ pos }) => ({ at: pos[0], message: quoteIt('!') }))
  visit(document, {
    Alias: (_, { range }) => {
      slips.push({ at: range?.[0] ?? 0, message: quoteIt('*') })
    },
    Value: (_, { anchor, range }) => {
      if (anchor !== undefined) slips.push({ at: range?.[0] ?? 0, message: quoteIt('&') })
    },
    Pair: (_, { key, value }) => {
      if (isScalar(key) && SPOKEN.has(String(key.value)) && isScalar(value) && value.type === 'PLAIN' && value.comment)
        slips.push({ at: value.range?.[0] ?? 0, message: LOST })
      if (isNode(key) && !isScalar(key))
        slips.push({ at: key.range?.[0] ?? 0, message: 'a text that begins with {{…}} must stand in quotes' })
    },
  })
  return slips
}

function sayError(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'one file holds one flow: remove the line ---, and what is below it'
  return `this is not YAML: ${message}${CURES[code] ?? ''}`
}

function quoteIt(sign: string): string {
  return `a text that begins with ${sign} must stand in quotes`
}
