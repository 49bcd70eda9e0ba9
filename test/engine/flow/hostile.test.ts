import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFlows } from '../../../src/engine/flow/check-flows.ts'
import { graphOf } from '../../../src/engine/flow/picture/graph.ts'
import { mermaidOf } from '../../../src/engine/flow/picture/mermaid.ts'
import { readFlowText } from '../../../src/engine/flow/read-flows.ts'
import { SURROUNDINGS } from './support/surroundings.ts'

const FLOWS = resolve(import.meta.dirname, '../../../flows')
const texts = readdirSync(FLOWS)
  .filter((name) => name.endsWith('.yaml'))
  .map((file) => ({ file, text: readFileSync(join(FLOWS, file), 'utf8') }))

const slip = fc.constantFrom(
  ...[
    ': ',
    '- ',
    '\n',
    '\t',
    '"',
    "'",
    '{{',
    '}}',
    '[',
    ']',
    '{',
    '}',
    '#',
    '*a',
    '&a',
    '!a',
    '|',
    '>',
    '---\n',
    '? ',
    ' ',
  ],
  ...['go: end', 'run: chao-hoi', 'say:', 'ask: ', 'null', '0', 'true', '__proto__: 1', '\u0000', 'é', '🙂', '<<: *a'],
)
const mangled = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.oneof(slip, fc.constant(''))), { minLength: 1, maxLength: 6 }),
  )
  .map(([{ file, text }, slips]) => ({
    file,
    text: slips.reduce((so, [place, cut, put]) => {
      const at = place % (so.length + 1)
      return so.slice(0, at) + put + so.slice(at + cut)
    }, text),
  }))

/** Reads, checks and draws it; gives what was said of it. */
function judge(file: string, text: string) {
  const { files, mistakes } = readFlowText(text, file)
  for (const one of files) mermaidOf(graphOf(one.flow, SURROUNDINGS.actions))
  return [...mistakes, ...checkFlows(files, SURROUNDINGS)]
}

describe('a flow file in which anything may stand', () => {
  it('is read or refused in words with a line of the file, and breaks nothing', () => {
    fc.assert(
      fc.property(mangled, ({ file, text }) => {
        const last = text.split('\n').length
        for (const mistake of judge(file, text).filter((one) => one.file === file)) {
          expect(mistake.message).not.toMatch(/undefined|\[object|Invalid input/)
          expect(mistake.line).toBeGreaterThanOrEqual(1)
          expect(mistake.line).toBeLessThanOrEqual(last)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('may be any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => judge('a.yaml', text).length > 0))
  })
})
