import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { askConversation } from '../../src/cli/ask-conversation.ts'
import { createAskCommand } from '../../src/cli/commands/ask.ts'
import { knowledgeCommand } from '../../src/cli/commands/knowledge.ts'
import { runCommandLine } from '../support/command-line.ts'

const root = join(import.meta.dirname, '../..')

/** Runs the command line in this process, for all that does not depend on having one of its own. */
function run(args: readonly string[]) {
  return runCommandLine([createAskCommand(askConversation), knowledgeCommand], args, { env: {}, now: Date.now })
}

/** Runs the command line as a person would, from another folder. */
async function cli(args: readonly string[], input = '') {
  // As `npm run cli` has it: from the second call on the sources are there compiled.
  const program = ['--import', join(root, 'src/compile-cache.js'), join(root, 'src/cli/main.ts')]
  const child = spawn(process.execPath, [...program, ...args], { cwd: '/' })
  child.stdin.end(input)
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { out, err, code }
}

/** It takes about 1 s; the bound leaves room for tests that run beside this one. */
const A_BUSY_MACHINE_MS = 15_000

const jsonLines = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('ask', { timeout: 2 * A_BUSY_MACHINE_MS }, () => {
  it('shows what would be answered', async () => {
    const { out, err, code } = await cli(['ask', 'quên mật khẩu vneid', '--province', 'gia-lai'])
    expect({ err, code }).toEqual({ err: '', code: 0 })
    expect(out).toMatch(/^answer \(\d\.\d\d\): vneid\.quen-mat-khau, /)
    expect(out).toContain('Nguồn: ')
  })

  it('says the same as JSON', async () => {
    const { out } = await run(['ask', 'quên mật khẩu vneid', '--json'])
    expect(JSON.parse(out)).toEqual({
      decision: 'answer',
      topics: expect.arrayContaining(['vneid.quen-mat-khau']),
      score: expect.any(Number),
      text: expect.stringContaining('Bà con'),
      sources: expect.arrayContaining([
        { title: expect.any(String), url: expect.toBeOneOf([null, expect.any(String)]), date: expect.any(String) },
      ]),
    })
  })

  it('answers lines in order and goes on after a bad one', async () => {
    const input = [
      '{"id":"a","q":"quên mật khẩu vneid","province":"ha-tinh","turns":["chào",{"q":"hôm qua tôi có hỏi"}]}',
      'không phải json',
      '{"id":"b"}',
      '',
      '{"id":"c","q":"chữ ký số","province":"hue"}',
      '{"q":"chữ ký số"}',
      '{"id":7,"q":"giá vàng hôm nay"}',
      '{"id":"d","q":"quên mật khẩu vneid","province":null,"turns":null}',
      `{"id":"e","q":"${'quên mật khẩu vneid'.normalize('NFD')}","turns":[{"role":"user","content":"chào"},{"role":"assistant","content":"Chào bà con."}]}`,
    ].join('\r\n')
    const { out, err, code } = await cli(['ask', '--stdin'], `\ufeff${input}`)
    expect({ err, code }).toEqual({ err: '', code: 0 })
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({ id: 'a', decision: 'answer', topics: expect.arrayContaining(['vneid.quen-mat-khau']) }),
      { error: expect.stringContaining('not JSON') },
      { id: 'b', error: expect.stringContaining('q') },
      { id: 'c', error: expect.stringContaining('no province "hue"') },
      { error: expect.stringContaining('id') },
      expect.objectContaining({ id: 7, decision: 'decline', sources: [] }),
      expect.objectContaining({ id: 'd', topics: expect.arrayContaining(['vneid.quen-mat-khau']) }),
      expect.objectContaining({ id: 'e', topics: expect.arrayContaining(['vneid.quen-mat-khau']) }),
    ])
  })

  it('answers a thousand lines in seconds', async () => {
    const input = Array.from({ length: 1000 }, (_, id) =>
      JSON.stringify({ id, q: `quên mật khẩu vneid lần ${id}` }),
    ).join('\n')
    const started = performance.now()
    const { out } = await cli(['ask', '--stdin'], input)
    expect(jsonLines(out)).toHaveLength(1000)
    expect(performance.now() - started).toBeLessThan(A_BUSY_MACHINE_MS)
  })

  it.each([
    { name: 'an empty question', args: ['ask', ' '], code: 2, err: /no question/ },
    { name: 'no question', args: ['ask'], code: 2, err: /no question[\s\S]*npm run cli -- ask/ },
    { name: 'a question without quotes', args: ['ask', 'quên', 'mật', 'khẩu'], code: 2, err: /in quotes/ },
    { name: 'a question and lines', args: ['ask', 'quên', '--stdin'], code: 2, err: /come as lines/ },
    {
      name: 'a province not served',
      args: ['ask', 'quên', '--province', 'hue'],
      code: 1,
      err: /^There is no province "hue".*\n$/,
    },
  ])('refuses $name', async ({ args, code, err }) => {
    expect(await run(args)).toEqual({ out: '', err: expect.stringMatching(err), code })
  })

  it('refuses an unknown command, and names those that there are', async () => {
    expect(await cli(['hoi'])).toEqual({ out: '', err: expect.stringMatching(/ask[\s\S]*knowledge/), code: 2 })
  })
})

describe('knowledge', { timeout: 2 * A_BUSY_MACHINE_MS }, () => {
  it('ends its list of problems with their number', async () => {
    const { out, code } = await run(['knowledge', 'check'])
    const [, errors] = /(?:^|\n)(\d+) errors, \d+ warnings\n$/.exec(out) ?? []
    expect(code).toBe(errors === '0' ? 0 : 1)
  })

  it('says the same as JSON', async () => {
    const { out } = await run(['knowledge', 'check', '--json'])
    const { errors, warnings, problems } = JSON.parse(out)
    expect(problems).toHaveLength(errors + warnings)
  })

  it('refuses what it cannot do', async () => {
    expect(await run(['knowledge', 'mend'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('npm run cli -- knowledge check'),
    })
  })
})
