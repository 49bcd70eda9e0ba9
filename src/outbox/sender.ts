import { Batcher } from '../core/batcher.ts'
import type { Channel, SendOutcome } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import type { AccountId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Locks } from '../jobs/locks.ts'
import { AccountSender } from './account-sender.ts'
import { type Claim, claimDue } from './claim.store.ts'
import type { ClaimedRow, OutboxResult } from './outbox.store.ts'
import { noteSending } from './pace.store.ts'
import { recordResults } from './results.store.ts'
import { Slots } from './slots.ts'

/** How many accounts' messages are claimed together: few enough that it fits into a slice. */
const CLAIMS_A_STATEMENT = 8
/** Calls of broadcasts under way at once, over all accounts. */
const BROADCASTS_IN_FLIGHT = 256
/** … and while the recipients of one are being fixed. */
const SLOW_BROADCASTS = 8

export interface SenderOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly locks: Locks
  /** What sending shares its time with. */
  readonly slice: TimeSlice
  readonly clock: Clock
  readonly chance: () => number
  readonly log: Log
  /** Calls under way at once, an account. */
  readonly maxInFlight: number
  readonly onOutcome: (account: AccountId, outcome: SendOutcome) => void
}

export interface Sender {
  /** Something may be due for this account. */
  wake(account: AccountId): void
  /** The same, of broadcasts alone: where all their slots are taken, nothing is looked for. */
  wakeForBroadcasts(account: AccountId): void
  /** Sends a handful of broadcasts at once, until what it gives is disposed of; answers go out as ever. */
  slowBroadcasts(): Disposable
  start(): void
  /** Takes nothing more and waits for the calls under way. */
  stop(): Promise<void>
}

/** One `AccountSender` an account, over all channels. */
export function createSender(channels: readonly Channel[], options: SenderOptions): Sender {
  const { slice } = options
  const senders = new Map<AccountId, AccountSender>()
  const recorder = new Batcher<OutboxResult, void>(
    async (results) => {
      await recordResults(options.db, results, options.clock.now())
      return results.map(() => undefined)
    },
    { maxBatch: 200, slice },
  )
  const claimer = new Batcher<Claim, ClaimedRow[]>(
    (claims) => claimDue(options.db, options.sealer, claims, options.clock.now()),
    { maxBatch: CLAIMS_A_STATEMENT, slice },
  )
  const noter = new Batcher<AccountId, void>(
    async (accounts) => {
      await noteSending(options.db, accounts, options.clock.now())
      return accounts.map(() => undefined)
    },
    { maxBatch: 200, slice },
  )
  const slots = new Slots(BROADCASTS_IN_FLIGHT)
  for (const channel of channels) {
    for (const account of channel.accounts)
      senders.set(account.id, new AccountSender(channel, account, { ...options, recorder, claimer, noter, slots }))
  }
  return {
    wake: (account) => senders.get(account)?.wake(),
    wakeForBroadcasts: (account) => senders.get(account)?.wakeForBroadcasts(),
    slowBroadcasts: () => slots.narrow(SLOW_BROADCASTS),
    start: () => {
      for (const sender of senders.values()) sender.start()
    },
    stop: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.stop()))
    },
  }
}
