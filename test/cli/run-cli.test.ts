import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { expect, it } from 'vitest'
import { type Command, UsageError } from '../../src/cli/command.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { AppError } from '../../src/core/errors.ts'

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
      if (name === 'three') throw new AppError('three', 'Three cannot be greeted:\n  Lan: left\n  Mai: sleeps')
      if (name === 'time') return io.out(new Date(io.now()).toISOString()), 0
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

it('lets a bug be seen as one', async () => {
  await expect(run('greet', 'bug')).rejects.toThrow(TypeError)
})
