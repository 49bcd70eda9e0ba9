import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { createBreaker } from './breaker.ts'
import { createChat, type LlmSettings } from './chat.ts'
import { createFaithfulCheck } from './faithful.ts'
import { type LlmLanguage, readLlmLanguage } from './language.ts'
import { createPersonalMask } from './mask-personal.ts'

/** A language model that helps with wording. It never decides what is true: its texts are judged by the article. */
export interface Llm {
  /** Help for one turn: all of its questions together take at most `WITHIN_MS`. */
  forTurn(): TurnHelp
}

export interface TurnHelp {
  /** A follow-up as a whole question, to search with; null when there is none. Never rejects. */
  rewrite(followUp: FollowUp): Promise<string | null>
  /** The article's text put for the person's case; null when the article's own text is to be sent. Never rejects. */
  rephrase(about: { readonly article: string; readonly question: string }): Promise<string | null>
}

export interface FollowUp {
  readonly question: string
  /** The title of what was spoken of last. */
  readonly topic: string
  /** What was asked before; null when nothing was. */
  readonly before: string | null
}

export interface LlmOptions {
  readonly clock: Clock
  readonly log: Log
}

export const WITHIN_MS = 3000
/** More people than this at once are answered with the articles' own texts: a slow model must not fill the memory. */
const MAX_AT_ONCE = 50
const MAX_QUESTION_CHARS = 500
const MAX_REWRITTEN_CHARS = 200

/** Begins to load the model's client. Throws an `AppError` for a mistake in `data/llm.yaml` below `root`. */
export function createLlm(root: string, settings: LlmSettings, { clock, log }: LlmOptions): Llm {
  const language = readLlmLanguage(root)
  const chat = createChat(settings)
  const breaker = createBreaker(clock)
  const mask = createPersonalMask(language.personal)
  const unfaithful = createFaithfulCheck(language)
  let atOnce = 0
  const masked = (text: string) => mask(text).slice(0, MAX_QUESTION_CHARS)

  async function ask(order: string, data: object, signal: AbortSignal): Promise<string | null> {
    if (signal.aborted || atOnce >= MAX_AT_ONCE || !breaker.mayTry()) return null
    atOnce++
    try {
      const text = await Promise.race([chat(order, data, signal), rejectedBy(signal)])
      breaker.worked()
      return text
    } catch (error) {
      // The error's own words may repeat the person's.
      const failure = { failure: nameOf(error), status: statusOf(error) }
      if (breaker.failed()) log.warn(failure, 'the language model fails: for a minute articles are sent as they are')
      else log.debug(failure, 'the language model gave no answer')
      return null
    } finally {
      atOnce--
    }
  }

  return {
    forTurn() {
      let until: AbortSignal | null = null
      const signal = () => (until ??= AbortSignal.timeout(WITHIN_MS))
      return {
        async rewrite({ question, topic, before }) {
          const data = { topic, before: before === null ? null : masked(before), question: masked(question) }
          const text = await ask(language.prompts.rewrite, data, signal())
          return text !== null && isQuestion(text, language) ? text : null
        },
        async rephrase({ article, question }) {
          const text = await ask(language.prompts.rephrase, { article, question: masked(question) }, signal())
          if (text === null) return null
          const reason = unfaithful(text, article)
          if (reason === null) return text
          log.debug({ reason }, 'the language model strayed from its article')
          return null
        },
      }
    },
  }
}

/** One line, and nothing in it of what was masked. */
function isQuestion(text: string, { personal }: LlmLanguage): boolean {
  const masks = Object.values(personal.masks)
  return (
    text !== '' &&
    text.length <= MAX_REWRITTEN_CHARS &&
    !text.includes('\n') &&
    !masks.some((one) => text.includes(one))
  )
}

/** The client may take its time to notice that it is too late. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'status' in error ? error.status : null
  return typeof status === 'number' ? status : null
}
