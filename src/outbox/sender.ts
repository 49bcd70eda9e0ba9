import { setTimeout as delay } from 'node:timers/promises'
import { Batcher } from '../core/batcher.ts'
import type { Account, Channel, SendOutcome, TokenRenewal } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import type { AccountId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Locks } from '../jobs/locks.ts'
import { type Claim, claimDue } from './claim.store.ts'
import { recoverInterrupted } from './open-rows.store.ts'
import type { ClaimedRow, OutboxResult } from './outbox.store.ts'
import { NOTE_EVERY_MS, noteSending, sentLately } from './pace.store.ts'
import { recordResults } from './results.store.ts'
import { judge, putBack } from './retry-policy.ts'
import { Slots } from './slots.ts'
import { TokenBucket } from './token-bucket.ts'

/** How often a process asks whether it may send for an account for which another one sends. */
const TAKE_OVER_MS = 1000
/** The longest sleep while something may be due: messages put in by other processes are found no later than this. */
const IDLE_MS = 1000
const AFTER_ERROR_MS = 1000
/** How many accounts' messages are claimed together. */
const CLAIMS_A_STATEMENT = 20
/** Calls of broadcasts under way at once, over all accounts. */
const BROADCASTS_IN_FLIGHT = 256

export interface SenderOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly locks: Locks
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
  start(): void
  /** Takes nothing more and waits for the calls under way. */
  stop(): Promise<void>
}

/** One `AccountSender` an account, over all channels. */
export function createSender(channels: readonly Channel[], options: SenderOptions): Sender {
  const senders = new Map<AccountId, AccountSender>()
  const recorder = new Batcher<OutboxResult, void>(
    async (results) => {
      await recordResults(options.db, results, options.clock.now())
      return results.map(() => undefined)
    },
    { maxBatch: 200 },
  )
  const claimer = new Batcher<Claim, ClaimedRow[]>(
    (claims) => claimDue(options.db, options.sealer, claims, options.clock.now()),
    { maxBatch: CLAIMS_A_STATEMENT },
  )
  const slots = new Slots(BROADCASTS_IN_FLIGHT)
  for (const channel of channels) {
    for (const account of channel.accounts)
      senders.set(account.id, new AccountSender(channel, account, { ...options, recorder, claimer, slots }))
  }
  return {
    wake: (account) => senders.get(account)?.wake(),
    start: () => {
      for (const sender of senders.values()) sender.start()
    },
    stop: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.stop()))
    },
  }
}

/** Claims and results of all accounts are written together: a commit for each would cost an fsync for each. */
interface AccountSenderOptions extends SenderOptions {
  readonly recorder: Batcher<OutboxResult, void>
  readonly claimer: Batcher<Claim, ClaimedRow[]>
  readonly slots: Slots
}

/**
 * Sends what is due for one account: at the account's pace, one message at a time a contact, many contacts at once. Over
 * all processes only one sends for an account (it holds the account's lock), so that pace and order hold everywhere.
 */
class AccountSender {
  readonly #channel: Channel
  readonly #account: Account
  readonly #options: AccountSenderOptions
  readonly #bucket: TokenBucket
  readonly #inFlight = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  #running: Promise<void> | null = null
  #restUntil = 0
  /** When it was last noted that this account sends. */
  #notedAt = 0
  /** When the next attempt of ours is to be repeated. What is due without our knowing is found by looking every `IDLE_MS`. */
  #repeatAt = Number.POSITIVE_INFINITY
  #renewal: Promise<TokenRenewal> | null = null
  #wanted = false
  /** Somebody may have put in an answer, for which no slot is needed. */
  #called = true
  #rouse: () => void = () => {}

  constructor(channel: Channel, account: Account, options: AccountSenderOptions) {
    this.#channel = channel
    this.#account = account
    this.#options = options
    this.#bucket = new TokenBucket(account.pace, options.clock.now())
  }

  wake(): void {
    this.#called = true
    this.#goOn()
  }

  readonly #goOn = () => {
    this.#wanted = true
    this.#rouse()
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#rouse()
    await this.#running
    await Promise.all(this.#inFlight)
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const lock = await this.#options.locks.tryHold(`send ${this.#account.id}`)
        if (lock) {
          try {
            await this.#sendWhile(lock.lost)
          } finally {
            await Promise.all(this.#inFlight)
            await lock.release()
          }
        } else {
          await this.#sleep(TAKE_OVER_MS)
        }
      } catch (error) {
        this.#options.log.error(
          { account: this.#account.id, err: error },
          'sending stopped by a storage failure; trying again',
        )
        await this.#sleep(AFTER_ERROR_MS)
      }
    }
  }

  async #sendWhile(lost: AbortSignal): Promise<void> {
    const { db, clock, slots, log } = this.#options
    const recovered = await recoverInterrupted(db, this.#account.id, clock.now())
    if (recovered.requeued + recovered.unknown > 0)
      log.warn({ account: this.#account.id, ...recovered }, 'recovered sends that a crash interrupted')
    if (await sentLately(db, this.#account.id, this.#account.pace, clock.now())) this.#bucket.empty(clock.now())
    while (!this.#stop.signal.aborted && !lost.aborted) {
      const now = clock.now()
      const room = Math.min(this.#options.maxInFlight - this.#inFlight.size, this.#bucket.available(now))
      if (now < this.#restUntil || room <= 0) {
        await this.#sleep(Math.min(IDLE_MS, Math.max(this.#restUntil - now, this.#bucket.waitMs(now), 1)))
        continue
      }
      this.#wanted = false
      if (this.#repeatAt <= now) this.#repeatAt = Number.POSITIVE_INFINITY
      const granted = slots.take(room)
      if (granted === 0) {
        slots.await(this.#goOn)
        if (!this.#called) {
          if (!(await this.#sleep(IDLE_MS))) this.#called = true
          continue
        }
      }
      this.#called = false
      const limit = granted || room
      const rows = await this.#claim(limit, granted)
      this.#bucket.take(rows.length, now)
      if (rows.length > 0 && now >= this.#notedAt + NOTE_EVERY_MS) {
        await noteSending(db, this.#account.id, now)
        this.#notedAt = now
      }
      for (const row of rows) this.#track(row)
      // Fewer than there was room for: the rest is not due, or waits for what is under way, whose end will wake us.
      if (rows.length < limit && !this.#wanted) {
        if (!(await this.#sleep(Math.min(IDLE_MS, this.#repeatAt - now)))) this.#called = true
      }
    }
  }

  /** Takes messages for which there are slots, or without any answers alone. */
  async #claim(limit: number, slots: number): Promise<ClaimedRow[]> {
    let broadcasts = 0
    try {
      const rows = await this.#options.claimer.add({ account: this.#account.id, limit, repliesOnly: slots === 0 })
      broadcasts = rows.filter(isBroadcast).length
      return rows
    } finally {
      this.#options.slots.giveBack(slots - broadcasts)
    }
  }

  #track(row: ClaimedRow): void {
    const call = this.#attempt(row).finally(() => {
      this.#inFlight.delete(call)
      if (isBroadcast(row)) this.#options.slots.giveBack(1)
      this.#goOn()
    })
    this.#inFlight.add(call)
  }

  async #attempt(row: ClaimedRow): Promise<void> {
    // The account may have been told to rest while this message was being claimed.
    if (this.#options.clock.now() < this.#restUntil) return this.#record(putBack(row, this.#restUntil))
    let outcome = await this.#call(row)
    if (outcome.type === 'failed' && outcome.reason === 'token_invalid' && (await this.#renewToken()))
      outcome = await this.#call(row)
    const verdict = judge(row, outcome, this.#options.clock.now(), this.#options.chance())
    if (verdict.restUntil !== null) this.#restUntil = Math.max(this.#restUntil, verdict.restUntil)
    this.#options.onOutcome(this.#account.id, outcome)
    await this.#record(verdict.result)
    if (verdict.result.status === 'queued') this.#repeatAt = Math.min(this.#repeatAt, verdict.result.dueAt)
  }

  /** The platform has answered: the result is kept until storage takes it, or the message would stay "sending". */
  async #record(result: OutboxResult): Promise<void> {
    for (;;) {
      try {
        return await this.#options.recorder.add(result)
      } catch (error) {
        this.#options.log.error(
          { account: this.#account.id, outbox: result.id, err: error },
          'the result of a send could not be stored; trying again',
        )
        if (this.#stop.signal.aborted) return
        await delay(AFTER_ERROR_MS)
      }
    }
  }

  async #call(row: ClaimedRow): Promise<SendOutcome> {
    try {
      return await this.#channel.send({ contact: row.contact, part: row.part, key: row.key })
    } catch (error) {
      // A channel never rejects for what a platform does; this is a bug of ours, and the message is not lost for it.
      this.#options.log.error({ account: this.#account.id, outbox: row.id, err: error }, 'a channel failed to send')
      return { type: 'failed', reason: 'retry_later', code: 'internal', detail: 'the channel failed; see the log' }
    }
  }

  /** All sends that meet a refused token wait for one renewal. */
  async #renewToken(): Promise<boolean> {
    if (!this.#channel.renewToken) {
      this.#options.log.error({ account: this.#account.id }, 'the platform refuses the account token: set a new one')
      return false
    }
    this.#renewal ??= this.#channel.renewToken(this.#account.id).finally(() => {
      this.#renewal = null
    })
    const renewal = await this.#renewal
    if (renewal.type === 'failed')
      this.#options.log.error(
        { account: this.#account.id, cure: renewal.cure },
        'the account token could not be renewed',
      )
    return renewal.type === 'renewed'
  }

  /** Sleeps for `ms` or until woken, which it then says; not at all once it is time to stop. */
  #sleep(ms: number): Promise<boolean> {
    if (this.#stop.signal.aborted) return Promise.resolve(true)
    return new Promise((resolve) => {
      const end = (woken: boolean) => {
        clearTimeout(timer)
        this.#rouse = () => {}
        resolve(woken)
      }
      const timer = setTimeout(end, ms, false)
      this.#rouse = () => end(true)
    })
  }
}

function isBroadcast({ purpose }: ClaimedRow): boolean {
  return purpose === 'broadcast'
}
