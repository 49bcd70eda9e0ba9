import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Each line may import itself and the lines below it (docs/architecture.md). */
const STOREYS: readonly (readonly string[])[] = [
  [
    'main.ts',
    'app.ts',
    'announce.ts',
    'log.ts',
    'minute-chores.ts',
    'open-channels.ts',
    'platforms.ts',
    'site.ts',
    'start-chores.ts',
    'start-sending.ts',
  ],
  [
    'cli',
    'http',
    'console',
    'config.ts',
    'environment.ts',
    'account-settings.ts',
    'data-key.ts',
    'storage.ts',
    'domain.ts',
    'desks.ts',
  ],
  ['sandbox'],
  ['channels'],
  ['report'],
  ['inbox', 'actions'],
  ['engine', 'outbox', 'broadcasts', 'learning'],
  ['answers', 'llm'],
  ['people', 'plans', 'support', 'classes', 'places', 'staff', 'calendar', 'requests', 'mentors'],
  ['jobs', 'db', 'sheets'],
  ['core'],
]
/** The commands are given the wiring by their entry point, which stands beside main.ts. */
const ENTRY_POINTS = ['cli/main.ts']

const source = resolve(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

function storeyOf(file: string): number {
  if (ENTRY_POINTS.includes(file)) return 0
  const room = file.split('/')[0] ?? file
  return STOREYS.findIndex((rooms) => rooms.includes(room))
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(/from '(\.[^']+)'/g)].map((match) =>
    relative(source, resolve(source, dirname(file), match[1] ?? '')),
  )
}

describe('the rooms of src/', () => {
  it.each(files)('%s stands in a known room and imports only from its own storey or below', (file) => {
    const here = storeyOf(file)
    expect(here, `${file} stands in a room that docs/architecture.md does not know`).toBeGreaterThanOrEqual(0)
    const above = importsOf(file).filter((imported) => storeyOf(imported) < here)
    expect(above).toEqual([])
  })

  it.each(files.filter((file) => file.startsWith('channels/')))('%s knows no other channel', (file) => {
    const [, channel] = file.split('/')
    const others = importsOf(file).filter(
      (imported) => /^channels\/[^/]+\//.test(imported) && imported.split('/')[1] !== channel,
    )
    expect(others).toEqual([])
  })

  it('takes time and chance only from core/', () => {
    const offenders = files.filter(
      (file) =>
        !file.startsWith('core/') &&
        /\bDate\.now\(\)|new Date\(\)|Math\.random\(\)/.test(readFileSync(join(source, file), 'utf8')),
    )
    expect(offenders).toEqual([])
  })

  it('reads the environment at its two entry points alone, through config.ts', () => {
    const offenders = files.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(source, file), 'utf8')))
    expect(offenders.filter((file) => file !== 'main.ts' && file !== 'cli/main.ts')).toEqual([])
  })
})
