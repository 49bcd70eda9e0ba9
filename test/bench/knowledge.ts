import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadAnswers } from '../../src/answers/load-answers.ts'
import type { ProvinceId } from '../../src/core/ids.ts'
import { readQuestions } from '../understanding/questions.ts'
import { Latencies } from './latencies.ts'
import { atMost, type Goal, goalLine, latencyCells, row } from './report.ts'
import { startFlags } from './start-flags.ts'
import { type AskedQuestion, someOf, writeSyntheticKnowledge } from './synthetic-knowledge.ts'

const SYNTHETIC_ARTICLES = 10_000
const QUICK_ARTICLES = 1000
const ASKED = 2000
/** A server runs for weeks: it is measured warm. */
const WARM_UP = 300
const ROOT = resolve(import.meta.dirname, '../..')
/** As `npm start` has it: without, what strips the sources' types would be in the memory measured. */
const COMPILE_CACHE = join(ROOT, 'src/compile-cache.js')
/** An answer is remembered by province: asked for three, the middle time is that of finding it. */
const PROVINCES = ['gia-lai', 'ha-tinh', 'dong-nai'] as const

const latencySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number() })
const loadedSchema = z.object({
  /** From the files to what can be asked: by the clock and of the processor, in a fresh process. */
  startMs: z.number(),
  startCpuMs: z.number(),
  find: latencySchema,
  /** Share of the questions for which the best topic found is the right one. */
  rightFirst: z.number(),
  /** The most that was ever resident, and what is once the garbage is gone. */
  peakMb: z.number(),
  heapMb: z.number(),
})
type Loaded = z.infer<typeof loadedSchema>

export interface KnowledgeMeasurements {
  readonly real: Loaded
  readonly synthetic: Loaded
}

/** Measures loading and asking of the real and of synthetic articles, each in a process of its own; `quick`: with a tenth of those. */
export function measureKnowledge(quick: boolean): KnowledgeMeasurements {
  return { real: measureApart(null), synthetic: measureApart(quick ? QUICK_ARTICLES : SYNTHETIC_ARTICLES) }
}

/** `count`: of synthetic articles; null for the real ones. */
function measureApart(count: number | null): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-knowledge-'))
  try {
    const asked = count === null ? realQuestions() : someOf(writeSyntheticKnowledge(ROOT, folder, count), ASKED)
    const child = spawnSync(
      process.execPath,
      [
        '--expose-gc',
        '--import',
        COMPILE_CACHE,
        ...startFlags(),
        import.meta.filename,
        '--load',
        count === null ? ROOT : folder,
      ],
      { input: JSON.stringify(asked), encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] },
    )
    if (child.status !== 0) throw new Error(`loading the articles ended with ${child.status ?? child.signal}`)
    return loadedSchema.parse(JSON.parse(child.stdout))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function realQuestions(): AskedQuestion[] {
  return readQuestions().flatMap(({ q, topic }) => (topic === null ? [] : [{ q, topic }]))
}

/** What the child does: loads the articles of `folder`, asks what is written to it, and says what that took. */
function loadAndAsk(folder: string, asked: readonly AskedQuestion[]): Loaded {
  const begun = performance.now()
  const cpuBefore = process.cpuUsage()
  // As after a change of the articles: what an earlier start kept would be read in a tenth of the time.
  const answers = loadAnswers(folder, [], { cached: false })
  const { user, system } = process.cpuUsage(cpuBefore)
  const startMs = performance.now() - begun
  const ask = (q: string, province: string) => answers.find(q, { province: province as ProvinceId })
  for (const { q } of asked.slice(0, WARM_UP)) ask(`${q} nhé`, PROVINCES[0])
  const latencies = new Latencies()
  let right = 0
  for (const { q, topic } of asked) {
    const times = PROVINCES.map((province) => {
      const start = performance.now()
      ask(q, province)
      return performance.now() - start
    })
    latencies.add(times.toSorted((one, other) => one - other)[1] ?? 0)
    if (ask(q, PROVINCES[0]).ranked[0]?.topic === topic) right += 1
  }
  const peakMb = process.resourceUsage().maxRSS / 1024
  globalThis.gc?.()
  return {
    startMs,
    startCpuMs: (user + system) / 1000,
    find: latencies.summary(),
    rightFirst: right / asked.length,
    peakMb,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
  }
}

/** What is to be held. */
export function knowledgeGoals({ real, synthetic }: KnowledgeMeasurements): Goal[] {
  return [
    atMost('a question found, p50, ms', 1, real.find.p50),
    atMost('  p99, ms', 5, real.find.p99),
    atMost('start-up of the index, ms', 700, real.startMs),
    atMost('among 10,000 articles, p99, ms', 25, synthetic.find.p99),
    atMost('  resident memory at its peak, MB', 400, synthetic.peakMb),
  ]
}

/** The measurements in words and columns. */
export function knowledgeReport(measured: KnowledgeMeasurements): string {
  const lines = Object.entries({ real: measured.real, synthetic: measured.synthetic }).flatMap(([name, loaded]) => [
    row(`${name} articles: start`, `${Math.round(loaded.startMs)} ms`, `${Math.round(loaded.startCpuMs)} ms of CPU`),
    row('  a question', ...latencyCells(loaded.find)),
    row('  best topic is right', `${(loaded.rightFirst * 100).toFixed(1)} %`),
    row('  memory', `${Math.round(loaded.peakMb)} MB at peak`, `${Math.round(loaded.heapMb)} MB live heap`),
  ])
  return [...lines, '', ...knowledgeGoals(measured).map(goalLine)].join('\n')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, load: { type: 'string' } },
  })
  if (values.load !== undefined) {
    const asked = z.array(z.object({ q: z.string(), topic: z.string() })).parse(JSON.parse(await text(process.stdin)))
    console.log(JSON.stringify(loadAndAsk(values.load, asked)))
  } else {
    const measured = measureKnowledge(values.quick ?? false)
    console.log(
      values.json
        ? JSON.stringify({ ...measured, goals: knowledgeGoals(measured) }, null, 2)
        : knowledgeReport(measured),
    )
  }
}
