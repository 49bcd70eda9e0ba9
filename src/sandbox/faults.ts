import type { Answer, Call } from './platform-server.ts'

/**
 * What goes wrong with a call. `cut`: it is carried out, then the connection breaks without an answer, so the caller
 * cannot know the outcome. `cutBefore`: the connection breaks and nothing was done. `html`: a proxy's error page.
 * `{http}`: a bare status. Otherwise the platform's own refusal.
 */
export type Failure<PlatformError extends object> =
  | 'cut'
  | 'cutBefore'
  | 'html'
  | { readonly http: number }
  | PlatformError

export interface FaultOptions {
  /** How many calls it strikes; without it all, until `clear()`. */
  readonly times?: number
  /** Which calls it strikes; without it all. */
  readonly match?: (call: Call) => boolean
}

type Effect = { readonly type: 'slow'; readonly ms: number } | { readonly type: 'break'; readonly as: Breakage }
type Breakage =
  | { readonly type: 'cut' }
  | { readonly type: 'cut_before' }
  | { readonly type: 'answer'; readonly answer: Answer }

interface Rule {
  readonly effect: Effect
  readonly match: (call: Call) => boolean
  left: number
}

/** What the rules in force say about one call. */
export interface Trouble {
  readonly delayMs: number
  readonly breakage: Breakage | null
}

const NO_TROUBLE: Trouble = { delayMs: 0, breakage: null }

/** The troubles a test may bring upon a fake platform. Rules are asked in the order in which they were made. */
export class Faults<PlatformError extends object> {
  readonly #refuse: (error: PlatformError) => Answer
  #rules: Rule[] = []
  #perMinute: number | null = null

  constructor(refuse: (error: PlatformError) => Answer) {
    this.#refuse = refuse
  }

  /** Every call waits `ms` of real time before it is looked at. */
  slow(ms: number, options: FaultOptions = {}): void {
    this.#add({ type: 'slow', ms }, options)
  }

  fail(failure: Failure<PlatformError>, options: FaultOptions = {}): void {
    this.#add({ type: 'break', as: this.#breakageOf(failure) }, options)
  }

  /** Lowers the platform's rate limit, until `clear()`. */
  throttle(perMinute: number): void {
    this.#perMinute = perMinute
  }

  clear(): void {
    this.#rules = []
    this.#perMinute = null
  }

  get perMinute(): number | null {
    return this.#perMinute
  }

  /** Uses up the rules that strike this call: all that slow it, and the first that breaks it. */
  strike(call: Call): Trouble {
    if (this.#rules.length === 0) return NO_TROUBLE
    let delayMs = 0
    let breakage: Breakage | null = null
    for (const rule of this.#rules) {
      if (!rule.match(call)) continue
      if (rule.effect.type === 'break') {
        if (breakage) continue
        breakage = rule.effect.as
      } else {
        delayMs += rule.effect.ms
      }
      rule.left -= 1
    }
    this.#rules = this.#rules.filter((rule) => rule.left > 0)
    return { delayMs, breakage }
  }

  #add(effect: Effect, options: FaultOptions): void {
    const left = options.times ?? Number.POSITIVE_INFINITY
    this.#rules.push({ effect, match: options.match ?? (() => true), left })
  }

  #breakageOf(failure: Failure<PlatformError>): Breakage {
    if (failure === 'cut') return { type: 'cut' }
    if (failure === 'cutBefore') return { type: 'cut_before' }
    if (failure === 'html') return { type: 'answer', answer: proxyPage(502) }
    if (isBareStatus(failure)) return { type: 'answer', answer: proxyPage(failure.http) }
    return { type: 'answer', answer: this.#refuse(failure) }
  }
}

function isBareStatus(failure: object): failure is { readonly http: number } {
  return 'http' in failure
}

function proxyPage(status: number): Answer {
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`
  return { status, contentType: 'text/html', body, code: `http ${status}` }
}
