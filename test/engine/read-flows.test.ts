import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFlows } from '../../src/engine/read-flows.ts'

const MOMENTS = {
  'welcome.yaml':
    'id: welcome\ntitle: Chào\nstarts: { events: [followed, chat_opened, no_answer, failed] }\nsay: [{ text: Chào }]',
}

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'))
  for (const [name, text] of Object.entries({ ...MOMENTS, ...files })) writeFileSync(join(folder, name), text)
  return folder
}

const read = (files: Record<string, string>) => readFlows(folderWith(files), (topic) => topic === 'vneid.la-gi')

describe('the conversations of a folder', () => {
  it('are read when they are right', () => {
    const flows = read({
      'a.yaml':
        'id: a\ntitle: A\nstarts: { phrases: [alo] }\nsay: [{ text: A, choices: [{ label: V, topic: vneid.la-gi }, { label: W, flow: welcome }] }]',
    })
    expect(flows.map(({ id }) => id)).toEqual(['a', 'welcome'])
  })

  it.each([
    {
      name: 'another name than its file',
      files: { 'b.yaml': 'id: a\ntitle: A\nsay: [{ text: A }]' },
      error: 'the file’s name must be a.yaml'.replace('’', "'"),
    },
    { name: 'nothing to say', files: { 'a.yaml': 'id: a\ntitle: A\nsay: []' }, error: 'a.yaml' },
    {
      name: 'a key that does not exist',
      files: { 'a.yaml': 'id: a\ntitle: A\ncolour: red\nsay: [{ text: A }]' },
      error: 'colour',
    },
    {
      name: 'a choice that leads nowhere',
      files: { 'a.yaml': 'id: a\ntitle: A\nsay: [{ text: A, choices: [{ label: X, flow: gone }] }]' },
      error: 'leads to the flow gone',
    },
    {
      name: 'a choice of an unwritten article',
      files: { 'a.yaml': 'id: a\ntitle: A\nsay: [{ text: A, choices: [{ label: X, topic: ds.vssid }] }]' },
      error: 'ds.vssid, which has no article',
    },
    {
      name: 'a choice of two minds',
      files: {
        'a.yaml': 'id: a\ntitle: A\nsay: [{ text: A, choices: [{ label: X, topic: vneid.la-gi, flow: welcome }] }]',
      },
      error: 'one of topic, flow, url (https) or phone',
    },
    { name: 'no YAML', files: { 'a.yaml': 'id: [' }, error: 'a.yaml' },
    {
      name: 'a moment that starts two flows',
      files: { 'a.yaml': 'id: a\ntitle: A\nstarts: { events: [followed] }\nsay: [{ text: A }]' },
      error: 'followed must start exactly one flow; it starts 2',
    },
  ])('are refused when one has $name', ({ files, error }) => {
    expect(() => read(files)).toThrow(error)
  })

  it('are all wrong at once, so that one reading shows every mistake', () => {
    const files = { 'a.yaml': 'id: b\ntitle: A\nsay: [{ text: A }]', 'c.yaml': 'id: c\ntitle: C\nsay: []' }
    expect(() => read(files)).toThrow(/a\.yaml[\s\S]*c\.yaml/)
  })
})

describe('the conversations of this project', () => {
  it('are right', () => {
    const flows = readFlows(resolve(import.meta.dirname, '../../flows'), () => true)
    expect(flows.length).toBeGreaterThan(10)
  })

  it('share no phrase', () => {
    const flows = readFlows(resolve(import.meta.dirname, '../../flows'), () => true)
    const phrases = flows.flatMap((flow) => flow.starts.phrases)
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([])
  })
})
