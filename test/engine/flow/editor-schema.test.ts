import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { editorSchema } from '../../../src/engine/flow/editor-schema.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const FLOWS = join(ROOT, 'flows')
const BROKEN = join(import.meta.dirname, 'broken')

/** The schema as an editor has it, read back from its file. */
const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(FLOWS, 'flow.schema.json'), 'utf8')))
const accepts = (folder: string, file: string) =>
  schema.safeParse(parse(readFileSync(join(folder, file), 'utf8'))).success

describe('the schema for editors', () => {
  it('is current: npm run cli -- flows schema writes it', () => {
    expect(readFileSync(join(FLOWS, 'flow.schema.json'), 'utf8')).toBe(`${JSON.stringify(editorSchema(), null, 2)}\n`)
  })

  it.each(readdirSync(FLOWS).filter((name) => name.endsWith('.yaml')))('accepts %s', (file) => {
    expect(accepts(FLOWS, file)).toBe(true)
  })

  it.each([
    'misspelt-key',
    'misspelt-key-of-a-step',
    'no-title',
    'long-title',
    'bad-duration',
    'unknown-channel',
    'unknown-event',
    'unknown-expects',
    'step-of-two-kinds',
    'ask-without-save',
    'button-without-target',
    'too-many-buttons',
  ])('marks broken/%s.yaml', (name) => {
    expect(accepts(BROKEN, `${name}.yaml`)).toBe(false)
  })

  it('takes durations as they are written', () => {
    expect(editorSchema()).toMatchObject({
      properties: { park_after: { type: 'string', pattern: '^\\d{1,3}[mhd]$' } },
      required: ['id', 'title', 'steps'],
    })
  })
})
