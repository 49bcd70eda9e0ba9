import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { classTextsSchema } from '../../src/actions/classes/class-texts.ts'
import { remindOfClasses } from '../../src/actions/classes/reminders.ts'
import { readSendingRules } from '../../src/broadcasts/rules.ts'
import { findClassByCode } from '../../src/classes/class.store.ts'
import type { ClassCode } from '../../src/classes/class.ts'
import { findClasses } from '../../src/classes/find-classes.ts'
import { createPersonIndex } from '../../src/classes/person-index.ts'
import { listRegistrations } from '../../src/classes/registration.store.ts'
import { readYaml } from '../../src/core/read-yaml.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import { createSealer } from '../../src/db/seal.ts'
import { createDeliver } from '../../src/outbox/deliver.ts'
import type { Commune, UnitCode } from '../../src/places/commune.ts'
import { readCommunes } from '../../src/places/communes.ts'
import { readProvinces } from '../../src/places/provinces.ts'
import { createUnits } from '../../src/staff/units.ts'
import { loadSupportDesk } from '../../src/support/desk.ts'
import { seededChance } from '../system/support/random.ts'
import { type CatalogueSize, fillCatalogue, MESSENGER, ZALO } from './catalogue.ts'
import { Latencies, type LatencySummary } from './latencies.ts'
import { atMost, type Goal, goalLine, latencyCells, row } from './report.ts'

const CLASSES = 20_000
const QUICK_SHARE = 20
const GIA_LAI = '52' as UnitCode
/** An evening in the middle of the season, at the hour when the next day's lessons are told. */
const NOW = Date.parse('2026-11-10T19:00:00+07:00')
const ASKED = 5000
const ROOT = resolve(import.meta.dirname, '../..')

export interface ClassMeasurements {
  readonly size: CatalogueSize
  /** ms each. */
  readonly find: LatencySummary
  readonly findSubject: LatencySummary
  readonly list: LatencySummary
  readonly reminders: {
    readonly people: number
    readonly seconds: number
    /** Of the processor: what else runs on the machine does not count. */
    readonly cpuSeconds: number
    /** What the heap and its buffers held at most, garbage included, beyond what they held before. */
    readonly grownMb: number
    /** The longest that the event loop, and so a webhook, waited. */
    readonly longestWaitMs: number
  }
}

/** Measures a season's catalogue on SQLite, in this process and in a file that is taken away afterwards; `quick`: a twentieth. */
export async function measureClasses(quick: boolean): Promise<ClassMeasurements> {
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-classes-'))
  try {
    const path = join(folder, 'classes.db')
    const communes = readCommunes(ROOT)
    const sealer = createSealer(Buffer.alloc(32, 'a data key of the benchmark'))
    const personIndex = createPersonIndex(Buffer.alloc(32, 'an index key of the benchmark'))
    await using database = openDatabase(`file:${path}`)
    await migrate(database)
    const classes = quick ? CLASSES / QUICK_SHARE : CLASSES
    const inProvince = communes.of(GIA_LAI)
    const size = await fillCatalogue(path, { classes, communes: inProvince, sealer, personIndex, now: NOW })
    const { db } = database
    const chance = seededChance(3)
    const anyOf = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
    const find = (commune: Commune, subject?: string) =>
      findClasses(db, { commune, from: NOW, limit: 6, ...(subject === undefined ? {} : { subject }) }, NOW)
    return {
      size,
      find: await timed(() => find(anyOf(inProvince))),
      findSubject: await timed(() => find(anyOf(inProvince), anyOf(['vneid', 'điện thoại', 'lừa đảo', 'bán hàng']))),
      list: await timed(async () => {
        const code = `LC${1 + Math.floor(chance() * classes)}` as ClassCode
        const found = await findClassByCode(db, code)
        if (found) await listRegistrations(db, sealer, found.id)
      }),
      reminders: await remindAll(db),
    }

    async function remindAll(on: Db): Promise<ClassMeasurements['reminders']> {
      const rules = readSendingRules(join(ROOT, 'data/platform-rules'))
      const plain = { render: (body: unknown): readonly [{ body: unknown }] => [{ body }] }
      const channels = new Map([ZALO, MESSENGER].map((account) => [account, plain]))
      const desk = loadSupportDesk(ROOT, {
        sealer,
        units: createUnits(readProvinces(join(ROOT, 'data/provinces')), communes),
        deliver: createDeliver(sealer, channels as Parameters<typeof createDeliver>[1]),
      })
      const classTexts = readYaml(join(ROOT, 'data/messages/classes.yaml'), classTextsSchema)
      const before = heldMb()
      let most = before
      const watch = setInterval(() => {
        most = Math.max(most, heldMb())
      }, 100)
      const loop = monitorEventLoopDelay({ resolution: 1 })
      loop.enable()
      const cpu = process.cpuUsage()
      const start = performance.now()
      const outcomes = await remindOfClasses(on, { desk, classTexts, rules }, NOW)
      const seconds = (performance.now() - start) / 1000
      const { user, system } = process.cpuUsage(cpu)
      clearInterval(watch)
      loop.disable()
      const people = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
      return {
        people,
        seconds,
        cpuSeconds: (user + system) / 1e6,
        grownMb: most - before,
        longestWaitMs: loop.max / 1e6,
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timed(call: () => Promise<unknown>): Promise<LatencySummary> {
  const latencies = new Latencies()
  for (let asked = 0; asked < ASKED; asked++) {
    const start = performance.now()
    await call()
    latencies.add(performance.now() - start)
  }
  return latencies.summary()
}

function heldMb(): number {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** What is to be held at the full size. */
export function classGoals({ find, findSubject, list, reminders }: ClassMeasurements): Goal[] {
  return [
    atMost('classes of a commune found, p99, ms', 5, find.p99),
    atMost('  on a subject, p99, ms', 5, findSubject.p99),
    atMost('list of a class, p99, ms', 10, list.p99),
    atMost("the day's reminders planned, s", 10, reminders.seconds),
    atMost('  memory grown meanwhile, MB', 50, reminders.grownMb),
  ]
}

/** The measurements in words and columns. */
export function classReport(measured: ClassMeasurements): string {
  const { size, find, findSubject, list, reminders } = measured
  return [
    `${size.classes.toLocaleString('en')} classes, ${size.registrations.toLocaleString('en')} registrations, SQLite`,
    '',
    row('classes of a commune', ...latencyCells(find)),
    row('  on a subject', ...latencyCells(findSubject)),
    row('list of a class', ...latencyCells(list)),
    row('reminders of an evening', `${reminders.people.toLocaleString('en')} people`),
    row('  of the processor', `${reminders.cpuSeconds.toPrecision(3)} s`),
    row('  longest wait of others meanwhile', `${Math.round(reminders.longestWaitMs)} ms`),
    '',
    ...classGoals(measured).map(goalLine),
  ].join('\n')
}

if (import.meta.main) {
  const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' } } })
  const measured = await measureClasses(options.quick ?? false)
  console.log(
    options.json ? JSON.stringify({ ...measured, goals: classGoals(measured) }, null, 2) : classReport(measured),
  )
}
