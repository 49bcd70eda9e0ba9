import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'

export interface WebhookPost {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** How a platform treats a receiver that does not answer 200. */
export interface WebhookPolicy {
  /** An answer later than this counts as none. */
  readonly deadlineMs: number
  /** When each further attempt is made, in ms after the first. */
  readonly retryAtMs: readonly number[]
  /** Divides the times of `retryAtMs`, for tests that do not want to wait an hour. */
  readonly speedUp: number
}

export interface WebhookListener {
  /** Called with the receiver's status after each attempt; 0 stands for no answer. */
  readonly onAttempt?: (status: number) => void
  /** Called when the last attempt has failed too. */
  readonly onGivenUp?: () => void
}

/** Posts events to one receiver and repeats them in the background until it answers 200. */
export class WebhookSender {
  readonly #policy: WebhookPolicy
  readonly #listener: WebhookListener
  readonly #agent = new Agent({ connections: 64, pipelining: 1 })
  readonly #stop = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  #url: string | null

  constructor(url: string | undefined, policy: WebhookPolicy, listener: WebhookListener = {}) {
    this.#url = url ?? null
    this.#policy = policy
    this.#listener = listener
  }

  get url(): string | null {
    return this.#url
  }

  set url(url: string) {
    this.#url = url
  }

  /**
   * Makes the first attempt and returns the receiver's status, 0 when there was no receiver or no answer in time.
   * Repetitions go on in the background; `write` is asked anew for each, with 0 for the first attempt.
   */
  async deliver(write: (attempt: number) => WebhookPost): Promise<number> {
    if (this.#url === null) return 0
    const status = await this.#attempt(this.#url, write(0))
    if (status !== 200) this.track(this.#repeat(this.#url, write))
    return status
  }

  /** Starts a delivery that nobody waits for, such as a receipt. */
  deliverLater(write: (attempt: number) => WebhookPost): void {
    this.track(this.deliver(write))
  }

  /** Lets `settled` and `close` wait for this work too. */
  track(work: Promise<unknown>): void {
    this.#underWay.add(work)
    void work.finally(() => this.#underWay.delete(work))
  }

  /** Resolves when nothing is under way any more: every event was taken or given up. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.settled()
    await this.#agent.close()
  }

  async #repeat(url: string, write: (attempt: number) => WebhookPost): Promise<void> {
    let passed = 0
    for (const [index, at] of this.#policy.retryAtMs.entries()) {
      const stopped = await pause((at - passed) / this.#policy.speedUp, this.#stop.signal)
      if (stopped) return
      passed = at
      if ((await this.#attempt(url, write(index + 1))) === 200) return
    }
    this.#listener.onGivenUp?.()
  }

  async #attempt(url: string, post: WebhookPost): Promise<number> {
    const status = await this.#post(url, post)
    this.#listener.onAttempt?.(status)
    return status
  }

  async #post(url: string, post: WebhookPost): Promise<number> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.#policy.deadlineMs), this.#stop.signal])
    try {
      const answer = await request(url, {
        dispatcher: this.#agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...post.headers },
        body: post.body,
        signal,
      })
      await answer.body.dump()
      return answer.statusCode
    } catch {
      // Refused, reset or too late: to the platform all of these are "no answer".
      return 0
    }
  }
}

/** Tells whether the wait was cut short by `signal`. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(Math.max(0, ms), undefined, { signal })
    return false
  } catch {
    return true
  }
}
