import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFlowsCommand } from '../../../src/cli/commands/flows.ts'
import { actionsInMemory } from '../../../src/cli/domain-in-memory.ts'
import { runCli } from '../../../src/cli/run-cli.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { accountIdOf, contactIdOf } from '../../../src/core/ids.ts'
import { createSealer } from '../../../src/db/seal.ts'
import { EMPTY_SESSION, type Frame } from '../../../src/engine/session.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { describeOnBothEngines } from '../../support/databases.ts'

const PROJECT = resolve(import.meta.dirname, '../../..')
const DATA_KEY = Buffer.alloc(32, 3)
const ACCOUNT = accountIdOf('web', 'test')

const FLOWS = {
  'welcome.yaml': `id: welcome
title: Chào
starts: { phrases: [alo], events: [followed, chat_opened, no_answer, failed] }
steps:
  - say: Chào bà con.
    choices: [{ label: VNeID, topic: vneid.la-gi }]
`,
  'visit.yaml': `id: visit
title: Nhờ đến nhà
starts: { phrases: [nhờ đến nhà] }
steps:
  - { id: phone, ask: Số điện thoại?, expects: phone, save: phone, label: số điện thoại }
  - say: "Đã ghi số {{phone}}."
`,
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flows-cli-'))
  symlinkSync(join(PROJECT, 'data'), join(root, 'data'))
  mkdirSync(join(root, 'flows'))
  write(FLOWS)
})
afterEach(() => rmSync(root, { recursive: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'flows', name), text)
}

/** Runs one command line; gives its exit code and what it wrote. */
async function run(line: string, { in: folder = root, env = {} }: { in?: string; env?: Record<string, string> } = {}) {
  let out = ''
  let err = ''
  const code = await runCli([createFlowsCommand(actionsInMemory)], line.split(' '), {
    out: (text) => (out += text),
    err: (text) => (err += text),
    stdin: (async function* () {})(),
    now: systemClock.now,
    env,
    root: folder,
  })
  return { code, out, err }
}

describe('flows check', () => {
  it('ends with 0 when there is nothing to say', async () => {
    expect(await run('flows check')).toEqual({ code: 0, out: '2 flows, no mistakes\n', err: '' })
  })

  it('names file, line and cure of every mistake, in readable and unreadable files, and ends with 1', async () => {
    write({
      'a.yaml': 'id: a\ntitle: A\nsteps:\n  - call: request_persn\n  - go: welcom\n',
      'b.yaml': 'id: b\ntitle: B\nsteps: []\n',
    })
    const { code, out } = await run('flows check')
    expect(out.split('\n')).toEqual([
      'flows/b.yaml:3: a flow has at least one step',
      expect.stringMatching(
        /^flows\/a\.yaml:4: calls request_persn, which is no action \(did you mean request_person\?\)/,
      ),
      expect.stringMatching(/^flows\/a\.yaml:5: leads to the step welcom, which does not exist/),
      '3 mistakes in 2 files',
      '',
    ])
    expect(code).toBe(1)
  })

  it('says the same as JSON', async () => {
    write({ 'b.yaml': 'id: b\ntitle: B\nsteps: []\n' })
    const { code, out } = await run('flows check --json')
    expect(JSON.parse(out)).toEqual({
      flows: 2,
      mistakes: [{ file: 'flows/b.yaml', line: 3, message: 'a flow has at least one step' }],
    })
    expect(code).toBe(1)
  })

  it('knows the real articles', async () => {
    write({
      'a.yaml': 'id: a\ntitle: A\nsteps:\n  - say: A\n    choices:\n      - { label: X, topic: vneid.la-giii }\n',
    })
    expect((await run('flows check')).out).toContain('flows/a.yaml:6: the choice "X" leads to the topic vneid.la-giii')
  })

  it.each([
    'flows',
    'flows mend',
    'flows check visit',
    'flows draw visit',
    'flows check --loud',
  ])('refuses "%s" with its usage', async (line) => {
    expect(await run(line)).toMatchObject({ code: 2, err: expect.stringContaining('npm run cli -- flows check') })
  })
})

describeOnBothEngines('flows check --live', (context) => {
  const sealer = createSealer(DATA_KEY)
  const live = (line: string) =>
    run(line, { env: { DATABASE_URL: context.url, DATA_KEY: DATA_KEY.toString('base64') } })

  /** A person in the middle of `frames`; of nothing when there are none. */
  async function store(name: string, ...frames: Partial<Frame>[]) {
    const stack = frames.map((frame) => ({
      ...{ flow: 'visit', step: 'phone', meaning: 'phone:phone', values: {}, answered: [], tries: 0, at: 1 },
      ...{ state: 'asking' as const, ...frame },
    }))
    const contact = newContact(contactIdOf(ACCOUNT, name), ACCOUNT, 1)
    await saveContacts(context.db, sealer, [{ ...contact, version: 1, state: { ...EMPTY_SESSION, stack } }])
  }

  it('counts nobody where nobody is', async () => {
    expect((await live('flows check --live')).out).toBe(
      '2 flows, no mistakes\n0 people are in the middle of a flow; 0 of them at a place that is no longer the same\n',
    )
  })

  it('counts people where the files no longer have their step with the same meaning', async () => {
    await store('idle')
    await store('same', {})
    await store('parked', { state: 'parked' })
    await store('renamed', { step: 'mobile' })
    await store('changed', { meaning: 'text:phone' })
    await store('changed-too', { meaning: 'text:phone', state: 'parked' })
    await store('gone', { flow: 'old', step: 'x' }, {})
    const { code, out } = await live('flows check --live --json')
    expect(JSON.parse(out).live).toEqual({
      people: 6,
      stranded: 4,
      places: [
        { flow: 'old', step: 'x', why: 'flow_gone', people: 1 },
        { flow: 'visit', step: 'mobile', why: 'step_gone', people: 1 },
        { flow: 'visit', step: 'phone', why: 'meaning_changed', people: 2 },
      ],
    })
    expect(code).toBe(0)
  })

  it('says it in words, and nothing of what people wrote', async () => {
    await store('one', { step: 'mobile', values: { name: { value: 'Trần Bí Mật', said: 'Trần Bí Mật' } } })
    const { out } = await live('flows check --live')
    expect(out).toContain('1 people are in the middle of a flow; 1 of them at a place that is no longer the same\n')
    expect(out).toContain('  visit, step mobile: 1 (the step is gone: they begin anew with what they said kept)\n')
    expect(out).not.toMatch(/Bí Mật|web:test/)
  })

  it('counts over more people than fit in one batch', { timeout: 60_000 }, async () => {
    const stack = [
      {
        flow: 'visit',
        step: 'mobile',
        meaning: 'phone:phone',
        values: {},
        answered: [],
        tries: 0,
        at: 1,
        state: 'asking',
      },
    ]
    for (let batch = 0; batch < 3; batch++) {
      const contacts = Array.from({ length: 400 }, (_, at) => ({
        ...newContact(contactIdOf(ACCOUNT, `${batch}-${at}`), ACCOUNT, 1),
        version: 1,
        state: { ...EMPTY_SESSION, stack },
      }))
      await saveContacts(context.db, sealer, contacts)
    }
    expect(JSON.parse((await live('flows check --live --json')).out).live).toMatchObject({
      people: 1200,
      stranded: 1200,
    })
  })

  it('waits with the count until the files are right', async () => {
    write({ 'b.yaml': 'id: b\ntitle: B\nsteps: []\n' })
    expect(JSON.parse((await live('flows check --live --json')).out)).toMatchObject({ live: null })
  })
})

it('flows check --live says which database it needs', async () => {
  const env = { DATABASE_URL: `file:${join(root, 'empty.db')}`, DATA_KEY: DATA_KEY.toString('base64') }
  expect(await run('flows check --live', { env })).toMatchObject({
    code: 1,
    err: expect.stringContaining('name that of the running server'),
  })
})

describe('flows schema', () => {
  it('writes the schema once', async () => {
    expect(await run('flows schema --check')).toMatchObject({ code: 1, out: expect.stringContaining('is not current') })
    expect(await run('flows schema')).toMatchObject({ code: 0, out: 'flows/flow.schema.json written\n' })
    expect(await run('flows schema --check --json')).toMatchObject({
      code: 0,
      out: '{"file":"flows/flow.schema.json","current":true}\n',
    })
  })

  it('is current in this project', async () => {
    expect(await run('flows schema --check', { in: PROJECT })).toMatchObject({ code: 0 })
  })
})

describe('flows draw', () => {
  it('draws each flow, tells a picture that is not current, and takes away those of flows that are gone', async () => {
    expect(await run('flows draw --check')).toMatchObject({
      code: 1,
      out: expect.stringContaining('npm run cli -- flows draw'),
    })
    expect((await run('flows draw')).out).toContain('4 pictures, 4 changed\n')
    expect(await run('flows draw --check')).toMatchObject({ code: 0, out: '4 pictures, 0 not current\n' })
    expect(readFileSync(join(root, 'docs/flows/visit.mmd'), 'utf8')).toContain('[/"Số điện thoại?<br/>phone: phone"/]')

    write({ 'visit.yaml': FLOWS['visit.yaml'].replace('Số điện thoại?', 'Số nào?') })
    writeFileSync(join(root, 'docs/flows/old.svg'), '<svg/>')
    expect(JSON.parse((await run('flows draw --check --json')).out)).toEqual({
      folder: 'docs/flows',
      pictures: 4,
      stale: ['old.svg', 'visit.mmd', 'visit.svg'],
    })
    expect((await run('flows draw')).out).toBe(
      'docs/flows/old.svg removed\ndocs/flows/visit.mmd drawn\ndocs/flows/visit.svg drawn\n4 pictures, 3 changed\n',
    )
    expect((await run('flows draw --check')).code).toBe(0)
  })

  it('is current in this project', async () => {
    expect(await run('flows draw --check', { in: PROJECT })).toMatchObject({ code: 0 })
  })
})
