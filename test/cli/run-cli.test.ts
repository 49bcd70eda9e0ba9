import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Command, UsageError } from '../../src/cli/command.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { AppError } from '../../src/core/errors.ts'
import { runCommandLine } from '../support/command-line.ts'

const commands: readonly Command[] = [
  {
    name: 'greet',
    summary: 'says hello',
    usage: 'greet <name> [--loud]\ngreet --all',
    async run(args, io) {
      const { positionals } = parseArgs({ args, allowPositionals: true, options: { loud: { type: 'boolean' } } })
      const [name] = positionals
      if (name === undefined) throw new UsageError('There is no name.')
      if (name === 'nobody') throw new AppError('nobody', 'nobody cannot be greeted: name somebody.')
      if (name === 'both') throw new AppError('both', 'Not all can be greeted:\n  Lan: is away\n  Mai: sleeps')
      if (name === 'bug') throw new TypeError('a bug')
      io.out(`hello ${name}\n`)
      return 0
    },
  },
]

async function run(...argv: string[]) {
  const said = { out: '', err: '' }
  const code = await runCli(commands, argv, {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    stdin: Readable.from([]),
    now: () => 0,
    env: {},
    root: '/',
  })
  return { code, ...said }
}

it.each([
  { name: 'a command', argv: ['greet', 'Lan'], code: 0, out: /^hello Lan\n$/, err: /^$/ },
  {
    name: 'a refusal',
    argv: ['greet', 'nobody'],
    code: 1,
    out: /^$/,
    err: /^nobody cannot be greeted: name somebody\.\n$/,
  },
  {
    name: 'a refusal for several reasons',
    argv: ['greet', 'both'],
    code: 1,
    out: /^$/,
    err: /^Not all can be greeted: Lan: is away; Mai: sleeps\n$/,
  },
  {
    name: 'wrong usage',
    argv: ['greet'],
    code: 2,
    out: /^$/,
    err: /^There is no name\.\nnpm run cli -- greet <name> \[--loud\]\nnpm run cli -- greet --all\n$/,
  },
  {
    name: 'an unknown option',
    argv: ['greet', 'Lan', '--soft'],
    code: 2,
    out: /^$/,
    err: /--soft[\s\S]*npm run cli -- greet/,
  },
  {
    name: 'an unknown command',
    argv: ['great'],
    code: 2,
    out: /^$/,
    err: /no command "great"[\s\S]*greet +says hello/,
  },
  { name: 'no command', argv: [], code: 2, out: /^$/, err: /greet +says hello/ },
  { name: 'a question for help', argv: ['help'], code: 0, out: /greet +says hello/, err: /^$/ },
  { name: 'a question for help with a command', argv: ['greet', '--help'], code: 0, out: /greet <name>/, err: /^$/ },
])('$name ends with $code', async ({ argv, code, out, err }) => {
  const said = await run(...argv)
  expect(said).toEqual({ code, out: expect.stringMatching(out), err: expect.stringMatching(err) })
})

describe('the clock of a command', () => {
  const START = Date.parse('2026-10-05T00:00:00Z')

  it.each([
    { name: 'starts at FAKE_NOW, as the server', env: { FAKE_NOW: '2026-10-05T07:00:00+07:00' }, now: START },
    { name: 'is the machine’s without it', env: { FAKE_NOW: '' }, now: 1000 },
    {
      name: 'is the machine’s where it is refused',
      env: { FAKE_NOW: '2026-10-05', NODE_ENV: 'production' },
      now: 1000,
    },
    { name: 'is the machine’s when it is wrong', env: { FAKE_NOW: 'soon' }, now: 1000 },
  ])('$name', async ({ env, now }) => {
    const seen: number[] = []
    const look: Command = {
      name: 'look',
      summary: '',
      usage: 'look',
      async run(_, io) {
        seen.push(io.now(), io.machineNow())
        return 0
      },
    }
    await runCommandLine([look], ['look'], { env, now: () => 1000 })
    expect(seen).toEqual([now, 1000])
  })
})

it('lets a bug be seen as one', async () => {
  await expect(run('greet', 'bug')).rejects.toThrow(TypeError)
})
