import type { SendingAccount } from './broadcasts/audience-accounts.ts'
import type { SendingRules } from './broadcasts/rules.ts'
import { type RunnerOptions, startDueRunsOnce } from './broadcasts/start-due-runs.ts'
import { readGroupRules } from './channels/zalo-personal/rules.ts'
import { createZaloGroups, type ZaloGroups } from './channels/zalo-personal/zalo-groups.ts'
import type { Config } from './config.ts'
import { systemChance } from './core/chance.ts'
import type { Channel } from './core/channel.ts'
import type { Clock } from './core/clock.ts'
import type { AccountId, ProvinceId } from './core/ids.ts'
import type { Log } from './core/log.ts'
import type { TimeSlice } from './core/time-slice.ts'
import type { Metrics } from './http/metrics.ts'
import { every } from './jobs/every.ts'
import { createSender, type Sender } from './outbox/sender.ts'
import type { Province } from './places/provinces.ts'
import { groupTransportOf } from './platforms.ts'
import type { Sandbox } from './sandbox/index.ts'
import type { Units } from './staff/units.ts'
import type { Storage } from './storage.ts'

const MAX_SENDS_IN_FLIGHT = 64
/** Messages of an announcement under way that are put in before the server takes its first request. */
const PLACED_BEFORE_START = 1000

export interface SendingParts {
  /** The project's folder. */
  readonly root: string
  readonly config: Pick<Config, 'zaloPersonal'>
  readonly storage: Storage
  readonly channels: readonly Channel[]
  readonly accounts: ReadonlyMap<AccountId, SendingAccount>
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly units: Units
  readonly rules: SendingRules
  readonly sandbox: Sandbox | null
  readonly metrics: Pick<Metrics, 'sends'>
  readonly slice: TimeSlice
  readonly clock: Clock
  readonly log: Log
}

/** What sends, for those who put something in, and for those who look after it. */
export interface Sending {
  readonly sender: Sender
  readonly broadcasts: RunnerOptions
  /** null where no personal account posts into groups. */
  readonly groups: { readonly zalo: ZaloGroups; readonly postsPerDay: number } | null
}

/** Starts all that sends: messages of the outbox, runs of announcements, and posts into groups. Stopped with `parts`. */
export async function startSending(parts: AsyncDisposableStack, options: SendingParts): Promise<Sending> {
  const { storage, channels, accounts, provinces, rules, metrics, slice, clock, log } = options
  const { sealer, locks } = storage
  const { db } = storage.database
  const sender = createSender(channels, {
    db,
    sealer,
    locks,
    slice,
    clock,
    chance: systemChance,
    log,
    maxInFlight: MAX_SENDS_IN_FLIGHT,
    onOutcome: (account, outcome) =>
      metrics.sends.inc({ account, result: outcome.type === 'sent' ? 'sent' : outcome.reason }),
  })
  const groups = await openGroups(options)
  if (groups) parts.defer(() => groups.zalo.stop())
  const noMore = new AbortController()
  const broadcasts: RunnerOptions = {
    db,
    sealer,
    clock,
    log,
    rules,
    provinces,
    accounts,
    onQueued: (account) => sender.wakeForBroadcasts(account),
    whilePlacing: () => sender.slowBroadcasts(),
    stopping: noMore.signal,
    ...(groups && { stillPosting: groups.zalo.isStillPosting }),
  }
  // Before anything is sent: what a standstill left in the outbox may have to wait for the end of the quiet hours.
  await startDueRunsOnce(locks, { ...broadcasts, mostALook: PLACED_BEFORE_START })
  sender.start()
  parts.defer(() => sender.stop())
  // Failures stop an announcement before many more of it are gone. To fix a million recipients takes several looks' time.
  parts.use(every('*/10 * * * * *', () => startDueRunsOnce(locks, broadcasts), { atOnce: true }))
  parts.defer(() => noMore.abort())
  return { sender, broadcasts, groups }
}

async function openGroups(parts: SendingParts): Promise<Sending['groups']> {
  const { root, config, storage, provinces, units, rules: sendingRules, sandbox, clock, log } = parts
  // Read in any case: a mistake in it is found at the start, not on the day that it is turned on.
  const rules = readGroupRules(root)
  if (!config.zaloPersonal) return null
  log.warn({}, 'ZALO_PERSONAL is on: an unofficial way to post into groups, for which Zalo may lock the account')
  const { sealer, locks, database } = storage
  const zalo = createZaloGroups({
    db: database.db,
    sealer,
    locks,
    clock,
    chance: systemChance,
    log,
    rules,
    sendingRules,
    provinces,
    units,
    transport: await groupTransportOf(sandbox),
  })
  return { zalo, postsPerDay: rules.pace.posts_per_day }
}
