import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionsInMemory } from '../../../src/cli/domain-in-memory.ts'
import { judgeFlows } from '../../../src/cli/flow-content.ts'
import { AppError } from '../../../src/core/errors.ts'
import { checkFlows } from '../../../src/engine/flow/check-flows.ts'
import { readFlowFolder, readFlows, readFlowText } from '../../../src/engine/flow/read-flows.ts'
import { realConversation } from '../../support/conversation.ts'
import { mistakesIn, SURROUNDINGS } from './support/surroundings.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const EVENTS = 'starts: { events: [followed, chat_opened, no_answer, failed] }'

describe('a flow file', () => {
  it('is read with what it leaves out filled in', () => {
    const { files, mistakes } = readFlowText('id: a\ntitle: A\npark_after: 30m\nsteps:\n  - say: Chào\n', 'a.yaml')
    expect(mistakes).toEqual([])
    expect(files[0]?.flow).toEqual({
      id: 'a',
      title: 'A',
      starts: {
        phrases: [],
        examples: [],
        refs: [],
        events: [],
        attachments: [],
      },
      park_after: 30 * 60_000,
      steps: [{ say: 'Chào' }],
    })
  })

  it('is parked after two hours when it does not say otherwise', () => {
    expect(readFlowText('id: a\ntitle: A\nsteps: [{ say: Chào }]', 'a.yaml').files[0]?.flow.park_after).toBe(7_200_000)
  })

  it.each([
    { path: ['title'], line: 2 },
    { path: ['steps', 1], line: 5 },
    { path: ['steps', 1, 'outcomes', 'full'], line: 8 },
    { path: ['steps', 1, 'outcomes', 'gone'], line: 7 },
    { path: ['nowhere'], line: 1 },
  ])('knows the line of $path, or of what stands around it', ({ path, line }) => {
    const text =
      'id: a\ntitle: A\nsteps:\n  - say: Chào\n  - call: book_seat\n    outcomes:\n      done: next\n      full: end\n'
    expect(readFlowText(text, 'a.yaml').files[0]?.lineOf(path)).toBe(line)
  })
})

describe('a folder of flows', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flows-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  }

  it('is read by name; what is no flow is left alone', () => {
    write({
      'b.yaml': 'id: b\ntitle: B\nsteps: [{ say: B }]',
      'a.yaml': `id: a\ntitle: A\n${EVENTS}\nsteps: [{ run: b }]`,
      'flow.schema.json': '{}',
    })
    expect(readFlows(folder, (files) => checkFlows(files, SURROUNDINGS)).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('shows every mistake in one reading', () => {
    write({ 'a.yaml': 'id: b\ntitle: A\nsteps: [{ say: A }]', 'c.yaml': 'id: c\ntitle: C\nsteps: []' })
    expect(readFlowFolder(folder).mistakes.map(({ file, line }) => `${file}:${line}`)).toEqual(['a.yaml:1', 'c.yaml:3'])
    const refused = () => readFlows(folder, () => [])
    expect(refused).toThrow(AppError)
    expect(refused).toThrow(/a\.yaml:1: .*\n {2}c\.yaml:3: /)
  })

  it('must start one flow at each event', () => {
    write({ 'a.yaml': 'id: a\ntitle: A\nstarts: { events: [followed] }\nsteps: [{ say: A }]' })
    expect(checkFlows(readFlowFolder(folder).files, SURROUNDINGS).map(({ message }) => message)).toEqual(
      ['chat_opened', 'no_answer', 'failed'].map((event) =>
        expect.stringContaining(`no flow starts at the event ${event}`),
      ),
    )
  })
})

describe('flows together', () => {
  const ask = (save: string) => `  - { id: ${save}, ask: Gì?, expects: text, save: ${save}, label: ${save} }\n`
  const flow = (id: string, steps: string, starts = '') => ({
    [`${id}.yaml`]: `id: ${id}\ntitle: T\n${starts}steps:\n${steps}`,
  })

  it.each([
    {
      name: 'an answer asked in the flow that is run',
      files: { ...flow('a', '  - run: b\n  - say: "{{commune}}"\n'), ...flow('b', ask('commune')) },
    },
    {
      name: 'an answer that the running flow has asked before',
      files: { ...flow('a', `${ask('name')}  - run: b\n`), ...flow('b', '  - say: "{{name}}"\n') },
    },
    {
      name: 'a value that an action gives',
      files: flow(
        'a',
        '  - call: book_seat\n    with: { class: so-01 }\n    outcomes: { done: next, full: next }\n  - say: "{{seat}}"\n',
      ),
    },
    {
      name: 'a value common to all',
      files: flow('a', '  - say: "{{province}}"\n'),
    },
    {
      name: 'an answer asked on both ways',
      files: flow(
        'a',
        '  - { id: q, ask: Có?, expects: yes_no, save: q, label: q }\n  - choose: q\n    cases: { "yes": yes-way }\n' +
          `${ask('x')}  - go: done\n  - { id: yes-way, ask: Gì?, expects: text, save: x, label: x }\n  - { id: done, say: "{{x}}" }\n`,
      ),
    },
    {
      name: 'a parameter that one way leaves out: the action takes it as empty',
      files: flow(
        'a',
        `  - { id: q, ask: Có?, expects: yes_no, save: q, label: q }\n  - choose: q\n    cases: { "no": book }\n${ask('x')}` +
          '  - id: book\n    call: book_seat\n    with: { class: "{{x}}" }\n    outcomes: { done: end, full: end }\n',
      ),
    },
  ])('may use $name', ({ files }) => {
    expect(mistakesIn(files)).toEqual([])
  })

  it.each([
    {
      name: 'a flow that starts by itself too uses what only the running flow asks',
      files: {
        ...flow('a', `${ask('name')}  - run: b\n`),
        ...flow('b', '  - say: "{{name}}"\n', 'starts: { phrases: [thử] }\n'),
      },
      said: ['b.yaml:5: uses {{name}}, which has no value on one of the ways here: ask for it on every way'],
    },
    {
      name: 'two flows run each other',
      files: { ...flow('a', '  - run: b\n'), ...flow('b', '  - run: a\n') },
      said: [
        'a.yaml:4: runs the flow b, which runs a again: one of them must end without the other',
        'b.yaml:4: runs the flow a, which runs b again: one of them must end without the other',
      ],
    },
    {
      name: 'one that cannot be read is led to: only its own mistake is told',
      files: { ...flow('a', '  - run: b\n'), 'b.yaml': 'id: b\ntitle: B\nsteps: []' },
      said: ['b.yaml:3: a flow has at least one step'],
    },
  ])('are refused when $name', ({ files, said }) => {
    expect(mistakesIn(files)).toEqual(said)
  })
})

describe('the flows of this project', () => {
  it('are right with the real articles and actions', async () => {
    expect(judgeFlows(ROOT, await actionsInMemory(ROOT)).mistakes).toEqual([])
  })

  it('are all spoken by the server', async () => {
    const { files } = readFlowFolder(join(ROOT, 'flows'))
    expect([...(await realConversation()).flows.keys()]).toEqual(files.map(({ flow }) => flow.id))
  })

  it('name their schema in the first line, for editors', () => {
    const { files } = readFlowFolder(join(ROOT, 'flows'))
    const first = files.map(({ file }) => readFileSync(join(ROOT, 'flows', file), 'utf8').split('\n')[0])
    expect(new Set(first)).toEqual(new Set(['# yaml-language-server: $schema=./flow.schema.json']))
  })
})
