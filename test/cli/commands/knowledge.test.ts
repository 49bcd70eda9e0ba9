import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { knowledgeCommand } from '../../../src/cli/commands/knowledge.ts'
import { articleFile } from '../../answers/support/article-file.ts'
import { root as project } from '../../answers/support/project.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'knowledge-'))
  mkdirSync(join(root, 'data/knowledge/vneid'), { recursive: true })
  cpSync(join(project, 'data/provinces'), join(root, 'data/provinces'), { recursive: true })
  writeFileSync(join(root, 'data/topics.yaml'), 'vneid:\n  vneid.la-gi: VNeID là gì\n')
})
afterEach(() => rmSync(root, { recursive: true }))

async function check(...files: ReturnType<typeof articleFile>[]) {
  for (const { path, text } of files) writeFileSync(join(root, path), text)
  let out = ''
  const io = {
    out: (text: string) => {
      out += text
    },
    err: () => {},
    stdin: Readable.from([]),
    now: () => Date.UTC(2026, 10, 21),
    machineNow: () => Date.UTC(2026, 10, 21),
    env: {},
    root,
  }
  return { code: await knowledgeCommand.run(['check'], io), out }
}

it('ends with 0 when there is nothing to say', async () => {
  expect(await check(articleFile())).toEqual({ code: 0, out: '0 errors, 0 warnings\n' })
})

it('ends with 0 when there are only warnings', async () => {
  const { code, out } = await check(articleFile({ reviewed: '2026-01-01', recheckBy: '2026-06-01' }))
  expect(out).toMatch(
    /^data\/knowledge\/vneid\/vneid\.la-gi\.md:22: warning: was to be rechecked by .*\n0 errors, 1 warnings\n$/,
  )
  expect(code).toBe(0)
})

it('names file, line and cure of every error, and ends with 1', async () => {
  const { code, out } = await check(articleFile({ body: 'Chờ 7 ngày.\nBấm **Gửi**.' }))
  expect(out.split('\n')).toEqual([
    expect.stringMatching(
      /^data\/knowledge\/vneid\/vneid\.la-gi\.md:26: the number "7" stands in no fact .*: add the fact/,
    ),
    expect.stringMatching(/^data\/knowledge\/vneid\/vneid\.la-gi\.md:27: messengers show bold marks/),
    '2 errors, 0 warnings',
    '',
  ])
  expect(code).toBe(1)
})
