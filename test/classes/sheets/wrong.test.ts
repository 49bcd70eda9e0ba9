import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readClassSheet } from '../../../src/classes/sheets/read-class-sheet.ts'
import { knowledge } from '../support/knowledge.ts'

const folder = join(import.meta.dirname, 'wrong')
const expected = z
  .record(z.string(), z.array(z.string()).min(1))
  .parse(parse(readFileSync(join(import.meta.dirname, 'wrong.yaml'), 'utf8')))

describe('wrong spreadsheets', () => {
  it('are all told of', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(Object.entries(expected))('%s: each mistake with its place and cure', async (file, messages) => {
    const sheet = await readClassSheet(readFileSync(join(folder, file)), file, knowledge)
    expect('mistakes' in sheet && sheet.mistakes.map(({ message }) => message)).toEqual(messages)
  })

  it('name the place in parts too', async () => {
    const sheet = await readClassSheet(readFileSync(join(folder, 'ngay.csv')), 'ngay.csv', knowledge)
    expect('mistakes' in sheet && sheet.mistakes[0]).toMatchObject({
      code: 'date_unreal',
      sheet: 'ngay.csv',
      row: 2,
      column: 'F',
    })
  })

  it('are refused when they are too large', async () => {
    const sheet = await readClassSheet(new Uint8Array(10 * 1024 * 1024 + 1), 'lop.csv', knowledge)
    expect(sheet).toMatchObject({ mistakes: [{ code: 'too_large' }] })
    const rows = 'x\n'.repeat(20_001)
    expect(await readClassSheet(Buffer.from(rows), 'lop.csv', knowledge)).toMatchObject({
      mistakes: [{ code: 'too_many_rows' }],
    })
  })
})
