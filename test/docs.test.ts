import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const ROOT = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const packages = z
  .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
  .transform(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies }))
  .parse(JSON.parse(read('package.json')))

describe('the documents', () => {
  it('say why each dependency is there, and name none that is not', () => {
    const rows = read('docs/dependencies.md').matchAll(/^\| (?!package )([^|-][^|]*) \|/gm)
    const named = [...rows].flatMap(([, names = '']) => names.split(', '))
    expect(named.toSorted()).toEqual(packages.toSorted())
  })

  it.each([
    'README.md',
    'docs/guide-vi.md',
    'docs/architecture.md',
    'docs/support.md',
  ])('%s points only at what is there', (path) => {
    const targets = [...read(path).matchAll(/(?:\]\(|src=")(?!https?:|#)([^)#"]+)/g)].map(([, target = '']) => target)
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([])
  })

  it('show commands that the command line knows', () => {
    const commands = read('src/cli/main.ts')
    for (const path of ['README.md', 'docs/guide-vi.md']) {
      for (const [, name = ''] of read(path).matchAll(/npm run cli -- (\w+)/g))
        expect(commands, `${path} names "${name}"`).toMatch(new RegExp(`/commands/${name}\\.ts`))
    }
  })
})
