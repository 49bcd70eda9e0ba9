import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mistakesIn } from './support/surroundings.ts'

const FOLDER = join(import.meta.dirname, 'broken')
const EXPECTED = /^# expect (.+)$/gm

/** Each example says in its first lines what must be said of it: `# expect <line>: <message>`. */
const examples = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  return { file, text, expected: [...text.matchAll(EXPECTED)].map(([, said]) => `${file}:${said}`) }
})

describe('a broken flow file', () => {
  it.each(examples)('$file is refused with line and cure', ({ file, text, expected }) => {
    expect(expected.length).toBeGreaterThan(0)
    expect(mistakesIn({ [file]: text })).toEqual(expected)
  })
})
