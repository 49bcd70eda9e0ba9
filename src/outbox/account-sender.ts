import { setTimeout as delay } from 'node:timers/promises'
import type { Batcher } from '../core/batcher.ts'
import type { Account, Channel } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import { type Call, createCall } from './call.ts'
import type { Claim } from './claim.store.ts'
import { recoverInterrupted } from './open-rows.store.ts'
import type { ClaimedRow, OutboxResult } from './outbox.store.ts'
import { NOTE_EVERY_MS, sentLately } from './pace.store.ts'
import { judge, putBack } from './retry-policy.ts'
import type { SenderOptions } from './sender.ts'
import { createSleeper } from './sleeper.ts'
import type { Slots } from './slots.ts'
import { TokenBucket } from './token-bucket.ts'

/** How often a process asks whether it may send for an account for which another one sends. */
const TAKE_OVER_MS = 1000
/** The longest sleep while something may be due: messages put in by other processes are found no later than this. */
const IDLE_MS = 1000
const AFTER_ERROR_MS = 1000

/** What all accounts claim, send and note is written together: a commit for each would cost an fsync for each. */
export interface AccountSenderOptions extends SenderOptions {
  readonly recorder: Batcher<OutboxResult, void>
  readonly claimer: Batcher<Claim, ClaimedRow[]>
  readonly noter: Batcher<AccountId, void>
  readonly slots: Slots
}

/**
 * Sends what is due for one account: at the account's pace, one message at a time a contact, many contacts at once. Over
 * all processes only one sends for an account (it holds the account's lock), so that pace and order hold everywhere.
 */
export class AccountSender {
  readonly #account: Account
  readonly #call: Call
  readonly #options: AccountSenderOptions
  readonly #bucket: TokenBucket
  readonly #inFlight = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  readonly #sleeper = createSleeper(this.#stop.signal)
  #running: Promise<void> | null = null
  #restUntil = 0
  /** When it was last noted that this account sends. */
  #notedAt = 0
  /** When the next attempt of ours is to be repeated. What is due without our knowing is found by looking every `IDLE_MS`. */
  #repeatAt = Number.POSITIVE_INFINITY
  #wanted = false
  /** Somebody may have put in an answer, for which no slot is needed. */
  #called = true

  constructor(channel: Channel, account: Account, options: AccountSenderOptions) {
    this.#account = account
    this.#call = createCall(channel, account.id, options.log)
    this.#options = options
    this.#bucket = new TokenBucket(account.pace, options.clock.now())
  }

  wake(): void {
    this.#called = true
    this.#goOn()
  }

  wakeForBroadcasts(): void {
    this.#goOn()
  }

  readonly #goOn = () => {
    this.#wanted = true
    this.#sleeper.rouse()
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#sleeper.rouse()
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
          await this.#sleeper.sleep(TAKE_OVER_MS)
        }
      } catch (error) {
        this.#options.log.error(
          { account: this.#account.id, err: error },
          'sending stopped by a storage failure; trying again',
        )
        await this.#sleeper.sleep(AFTER_ERROR_MS)
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
        await this.#sleeper.sleep(Math.min(IDLE_MS, Math.max(this.#restUntil - now, this.#bucket.waitMs(now), 1)))
        continue
      }
      this.#wanted = false
      if (this.#repeatAt <= now) this.#repeatAt = Number.POSITIVE_INFINITY
      const granted = slots.take(room)
      if (granted === 0) {
        slots.await(this.#goOn)
        if (!this.#called) {
          if (!(await this.#sleeper.sleep(IDLE_MS))) this.#called = true
          continue
        }
      }
      this.#called = false
      const limit = granted || room
      const taken = await this.#sendDue(limit, granted, now)
      // Fewer than there was room for: the rest is not due, or waits for what is under way, whose end will wake us.
      if (taken < limit && !this.#wanted) {
        if (!(await this.#sleeper.sleep(Math.min(IDLE_MS, this.#repeatAt - now)))) this.#called = true
      }
    }
  }

  /** Begins to send what is due; says how many. Not in the loop, which would hold on to the messages in its sleep. */
  async #sendDue(limit: number, slots: number, now: number): Promise<number> {
    const rows = await this.#claim(limit, slots)
    this.#bucket.take(rows.length, now)
    if (rows.length > 0 && now >= this.#notedAt + NOTE_EVERY_MS) {
      await this.#options.noter.add(this.#account.id)
      this.#notedAt = now
    }
    for (const row of rows) this.#track(row)
    return rows.length
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
    await this.#options.slice.enter()
    // The account may have been told to rest while this message was being claimed.
    if (this.#options.clock.now() < this.#restUntil) return this.#record(putBack(row, this.#restUntil))
    const outcome = await this.#call(row)
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
}

function isBroadcast({ purpose }: ClaimedRow): boolean {
  return purpose === 'broadcast'
}
