// temporary probe
import { mkdtempSync } from 'node:fs'
import { Connections } from './connections.ts'
import { Crowd } from './crowd.ts'
import { closedLoop } from './loads.ts'
import { burstOfQuestions, burstOfReceipts, conversations, questionsAtRate } from './measure.ts'
import { findCores, pin } from './pinning.ts'
import { startProvince } from './province.ts'
import { cpuMs, peakMemoryMb, startBaseline } from './servers.ts'
import { personOf, Webhooks } from './webhooks.ts'

const [kind = 'conv', secs = '5', prof] = process.argv.slice(2)
const crowd = new Crowd(5000)
const dir = mkdtempSync('/tmp/h/p')
const system = await startProvince({
  file: dir + '/a.yaml',
  nodeOptions: `${process.env.XTRA ?? ''} ${prof ? `--cpu-prof --cpu-prof-dir=${prof}` : ''}`,
  onSent: (m) => crowd.receive(m),
})
const cores = findCores()
if (cores) {
  pin(process.pid, cores.load)
  pin(system.pid, cores.server)
}
const bench = {
  connections: await Connections.open(Number(new URL(system.url).port), 64),
  crowd,
  webhooks: new Webhooks(system),
  pid: system.pid,
}
const s = Number(secs)
const c = () => cpuMs(system.pid) ?? 0
const n = (x: number) => x.toFixed(2)
for (const k of kind.split(',')) {
  const c0 = c(),
    a0 = crowd.answered,
    t0 = performance.now()
  if (k === 'conv') {
    const r = await conversations(bench, 256, s)
    console.log(
      `conv ${n(r.answersPerSecond)}/s cpu/answer ${n((c() - c0) / (crowd.answered - a0))} ms  p50 ${n(r.latency.p50)} p99 ${n(r.latency.p99)}`,
    )
  }
  if (k === 'rec') {
    const r = await burstOfReceipts(bench, s)
    console.log(
      `receipts ${n(r.perSecond)}/s cpu/ack ${n(((c() - c0) / r.acknowledged) * 1000)} us load ${n(r.loadBusy)}`,
    )
  }
  if (k === 'q') {
    const r = await burstOfQuestions(bench, s)
    console.log(
      `questions ${n(r.perSecond)}/s answers ${n(r.answersPerSecond)} drain ${n(r.drainMs)} cpu/q ${n((c() - c0) / (crowd.answered - a0))} ms`,
    )
  }
  if (k === 's5' || k === 's2') {
    const r = await questionsAtRate(bench, k === 's5' ? 500 : 200, s)
    console.log(
      `${k} ack p50 ${n(r.acknowledgement.p50)} p99 ${n(r.acknowledgement.p99)} answer p50 ${n(r.answer.p50)} p99 ${n(r.answer.p99)} cpu/answer ${n((c() - c0) / (crowd.answered - a0))}`,
    )
  }
  if (k === 'bare' || k === 'durable') {
    const b = await startBaseline(k === 'bare' ? 'bare' : 'group-commit', [dir + '/b.db'])
    if (cores) pin(b.pid, cores.server)
    const cc = await Connections.open(b.port, 64)
    let i = 0
    const r = await closedLoop(cc, s, () => bench.webhooks.zaloMessage(personOf(i++), 'vneid là gì'))
    console.log(
      `${k} ${n(r.perSecond)}/s cpu/ack ${n(((cpuMs(b.pid) ?? 0) / r.acknowledged) * 1000)} us load ${n(r.loadBusy)}`,
    )
    cc.close()
    await b[Symbol.asyncDispose]()
  }
  console.log(
    `   wall ${n(performance.now() - t0)} ms, cpu ${c() - c0} ms, peak ${n(peakMemoryMb(system.pid) ?? 0)} MB`,
  )
}
await system.stop()
process.exit()
