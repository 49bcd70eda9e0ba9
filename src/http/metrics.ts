import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the operator's Prometheus may read. Labels hold accounts, kinds and codes; never anything of a person. */
export interface Metrics {
  readonly registry: Registry
  readonly webhooks: Counter<'channel' | 'result'>
  readonly events: Counter<'channel' | 'fresh'>
  readonly turns: Counter<'decision'>
  readonly turnSeconds: Histogram
  readonly sends: Counter<'account' | 'result'>
}

/** Values that are read when Prometheus asks. */
export interface Measures {
  readonly inbox: () => Promise<{ depth: number; oldest: number | null }>
  readonly outbox: () => Promise<{ queued: number; sending: number }>
  /** Seconds since each account's token was refreshed. */
  readonly tokenAges: () => ReadonlyMap<string, number>
  readonly now: () => number
}

/** Registers all metrics, the process's own among them; `measures` are taken anew at each reading. */
export function createMetrics(measures: Measures): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'gandan_inbox_waiting_events',
    help: 'Events that wait for their turn.',
    registers,
    async collect() {
      this.set((await measures.inbox()).depth)
    },
  })
  new Gauge({
    name: 'gandan_inbox_oldest_seconds',
    help: 'Age of the oldest waiting event.',
    registers,
    async collect() {
      const { oldest } = await measures.inbox()
      this.set(oldest === null ? 0 : Math.max(0, (measures.now() - oldest) / 1000))
    },
  })
  new Gauge({
    name: 'gandan_outbox_messages',
    help: 'Messages not yet sent, by status.',
    labelNames: ['status'] as const,
    registers,
    async collect() {
      const counts = await measures.outbox()
      this.set({ status: 'queued' }, counts.queued)
      this.set({ status: 'sending' }, counts.sending)
    },
  })
  new Gauge({
    name: 'gandan_token_age_seconds',
    help: 'Time since the account token was refreshed.',
    labelNames: ['account'] as const,
    registers,
    collect() {
      for (const [account, seconds] of measures.tokenAges()) this.set({ account }, seconds)
    },
  })
  return {
    registry,
    webhooks: new Counter({
      name: 'gandan_webhooks_total',
      help: 'Webhook calls by what became of them.',
      labelNames: ['channel', 'result'] as const,
      registers,
    }),
    events: new Counter({
      name: 'gandan_events_total',
      help: 'Events stored, and known ones that came again.',
      labelNames: ['channel', 'fresh'] as const,
      registers,
    }),
    turns: new Counter({
      name: 'gandan_turns_total',
      help: 'Turns by what was decided.',
      labelNames: ['decision'] as const,
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'gandan_turn_seconds',
      help: 'Time from taking up an event to its turn being on disk.',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    sends: new Counter({
      name: 'gandan_sends_total',
      help: 'Calls to platforms by outcome.',
      labelNames: ['account', 'result'] as const,
      registers,
    }),
  }
}
