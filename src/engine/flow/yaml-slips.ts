import { yamlWithPlaces } from '../../core/yaml-with-places.ts'

/** Something that is no YAML, or is YAML but not what its author meant. Lines count from 1. */
export interface YamlSlip {
  readonly line: number
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

/** Of the slips those that make something else than a flow are found by that; the others have one of these signs. */
const SIGNS = /(?:^|[\s:,[{-])[*&!]|\S[ \t]#/m

/** Whether it is worth looking, which takes long, for the slips of a text that can be read as a flow. */
export function mayHaveSlips(text: string): boolean {
  return SIGNS.test(text)
}

/**
 * What keeps a text from being read as its author meant it: errors of the parser, and the signs with which YAML would do
 * something else than say them: `*`, `&` and `!` at the beginning of a text, `{{…}}` without quotes, and ` #` within.
 */
export function yamlSlips(text: string): YamlSlip[] {
  const { LineCounter, parseDocument, visit, isNode, isScalar } = yamlWithPlaces()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const slips: YamlSlip[] = []
  const found = (at: number | undefined, message: string) => {
    slips.push({ line: lines.linePos(at ?? 0).line, message })
  }
  for (const { pos, code, message } of document.errors) found(pos[0], sayError(code, message))
  if (slips.length > 0) return slips
  for (const { pos } of document.warnings) found(pos[0], quoteIt('!'))
  visit(document, {
    Alias: (_, { range }) => found(range?.[0], quoteIt('*')),
    Value: (_, { anchor, range }) => {
      if (anchor !== undefined) found(range?.[0], quoteIt('&'))
    },
    Pair: (_, { key, value }) => {
      if (isScalar(key) && SPOKEN.has(String(key.value)) && isScalar(value) && value.type === 'PLAIN' && value.comment)
        found(value.range?.[0], LOST)
      if (isNode(key) && !isScalar(key)) found(key.range?.[0], 'a text that begins with {{…}} must stand in quotes')
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
