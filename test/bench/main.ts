import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { broadcastGoals, broadcastReport, measureBroadcasts } from './broadcasts.ts'
import { classGoals, classReport, measureClasses } from './classes.ts'
import { Connections } from './connections.ts'
import { Crowd } from './crowd.ts'
import { knowledgeGoals, knowledgeReport, measureKnowledge } from './knowledge.ts'
import { acknowledgeAtRate, closedLoop } from './loads.ts'
import { type Bench, burstOfQuestions, burstOfReceipts, conversations, questionsAtRate } from './measure.ts'
import { findCores, pin } from './pinning.ts'
import { startProvince } from './province.ts'
import { goalsOf, type Measurements, report } from './report.ts'
import { type Baseline, peakMemoryMb, startBaseline } from './servers.ts'
import { startFlags } from './start-flags.ts'
import { personOf, Webhooks } from './webhooks.ts'

const CONNECTIONS = 64
/** Who has an account's chat open; the more there are, the rarer one asks twice. */
const PEOPLE = 5000
const PEOPLE_WAITING = 256
const EVENTS_PER_SECOND = 500
/** With what Messenger reports of the answers, delivered and read, about 500 events a second. */
const STEADY_QUESTIONS_PER_SECOND = 250
const HARD_QUESTIONS_PER_SECOND = 500

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    /** Without the parts that also run by themselves. */
    webhooks: { type: 'boolean' },
    profile: { type: 'string' },
  },
})
/** In seconds. A server runs for weeks: it is measured warm. */
const plan = options.quick
  ? { warmUp: 4, rounds: 1, burst: 2, steady: 4 }
  : { warmUp: 20, rounds: 3, burst: 5, steady: 15 }

const cores = findCores()
const folder = mkdtempSync(join(tmpdir(), 'gan-dan-bench-'))

try {
  const measurements = await measure()
  if (options.webhooks) console.log(options.json ? JSON.stringify(measurements, null, 2) : report(measurements))
  else await measureTheRest(measurements)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measureTheRest(measurements: Measurements): Promise<void> {
  progress('a season of classes')
  const classes = await measureClasses(options.quick ?? false)
  progress('ten thousand articles')
  const knowledge = measureKnowledge(options.quick ?? false)
  progress('an announcement to a million people')
  const broadcasts = await measureBroadcasts(options.quick ?? false)
  const goals = [
    ...goalsOf(measurements),
    ...classGoals(classes),
    ...knowledgeGoals(knowledge),
    ...broadcasts.flatMap(broadcastGoals),
  ]
  console.log(
    options.json
      ? JSON.stringify({ ...measurements, classes, knowledge, broadcasts, goals }, null, 2)
      : [
          report(measurements),
          classReport(classes),
          knowledgeReport(knowledge),
          ...broadcasts.map(broadcastReport),
        ].join('\n\n'),
  )
}

async function measure(): Promise<Measurements> {
  const crowd = new Crowd(PEOPLE)
  await using bare = await startBaseline('bare')
  await using durable = await startBaseline('group-commit', [join(folder, 'baseline.db')])
  await using system = await startProvince({
    file: join(folder, 'accounts.yaml'),
    nodeFlags: startFlags(options.profile),
    onSent: (message) => crowd.receive(message),
  })
  if (cores) {
    pin(process.pid, cores.load)
    for (const server of [bare, durable, system]) pin(server.pid, cores.server)
  }
  const webhooks = new Webhooks(system)
  const bench: Bench = {
    connections: await Connections.open(Number(new URL(system.url).port), CONNECTIONS),
    crowd,
    webhooks,
    pid: system.pid,
  }
  const rounds: Measurements['rounds'][number][] = []
  progress('warming up')
  await conversations(bench, PEOPLE_WAITING, plan.warmUp)
  for (let round = 0; round < plan.rounds; round++) {
    progress(`round ${round + 1} of ${plan.rounds}`)
    rounds.push({
      bare: await burstTo(bare, webhooks),
      durable: await burstTo(durable, webhooks),
      receipts: await burstOfReceipts(bench, plan.burst),
      questions: await burstOfQuestions(bench, plan.burst),
      conversations: await conversations(bench, PEOPLE_WAITING, plan.burst),
    })
  }
  progress(`${EVENTS_PER_SECOND} events a second to (b)`)
  const durableSteady = await eventsAtRateTo(durable, webhooks)
  progress(`${STEADY_QUESTIONS_PER_SECOND} questions a second`)
  const steady = await questionsAtRate(bench, STEADY_QUESTIONS_PER_SECOND, plan.steady)
  progress(`${HARD_QUESTIONS_PER_SECOND} questions a second`)
  const hard = await questionsAtRate(bench, HARD_QUESTIONS_PER_SECOND, plan.steady)
  const peakMb = peakMemoryMb(system.pid)
  bench.connections.close()
  if (options.profile !== undefined) await system.stop()
  return { pinned: cores !== null, node: process.version, rounds, durableSteady, steady, hard, peakMb }
}

async function burstTo(baseline: Baseline, webhooks: Webhooks) {
  const connections = await Connections.open(baseline.port, CONNECTIONS)
  let number = 0
  const load = await closedLoop(connections, plan.burst, () => webhooks.zaloMessage(personOf(number++), 'vneid là gì'))
  connections.close()
  return load
}

/** What the machine and its disk allow at that rate, to a server that does nothing else. */
async function eventsAtRateTo(baseline: Baseline, webhooks: Webhooks) {
  const connections = await Connections.open(baseline.port, CONNECTIONS)
  let number = 0
  const next = () => webhooks.zaloMessage(personOf(number++), 'vneid là gì')
  const { latencies } = await acknowledgeAtRate(connections, {
    perSecond: EVENTS_PER_SECOND,
    seconds: plan.steady,
    next,
  })
  connections.close()
  return latencies.summary()
}

function progress(step: string): void {
  if (!options.json) console.error(`… ${step}`)
}
