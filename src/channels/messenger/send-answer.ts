import { z } from 'zod'
import type { SendOutcome } from '../../core/channel.ts'
import { verdictOf } from './verdicts.ts'

/** An answer of the Send API: `data` is parsed JSON, or text where it was none. Header names in lower case. */
export interface PlatformAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly data: unknown
}

export interface AnswerReading {
  readonly outcome: SendOutcome
  /** The platform may have refused the shape of the message rather than the message. */
  readonly shapeRefused: boolean
}

const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
const refusal = z.object({
  error: z.object({
    code: number,
    error_subcode: number.nullable().catch(null),
    is_transient: z.boolean().catch(false),
  }),
})
const named = z.string().min(1)
/** Paid messages have an id of their own kind, for they are sent later. */
const success = z.object({
  message_id: named.optional(),
  marketing_message_tracking_id: named.optional(),
  error: z.undefined().optional(),
})

/**
 * Judges an answer by `code` and `error_subcode`: texts are translated, and the HTTP status is unreliable (an error may
 * come under 200).
 */
export function readSendAnswer(answer: PlatformAnswer): AnswerReading {
  const said = success.safeParse(answer.data).data
  const sent = said?.message_id ?? said?.marketing_message_tracking_id
  if (sent !== undefined && isSuccess(answer.status)) {
    return { outcome: { type: 'sent', externalId: sent }, shapeRefused: false }
  }
  const refused = refusal.safeParse(answer.data).data
  if (refused) return readRefusal(refused.error, answer)
  return { outcome: unreadable(answer.status), shapeRefused: false }
}

function readRefusal(error: z.infer<typeof refusal>['error'], answer: PlatformAnswer): AnswerReading {
  const { code, error_subcode: subcode } = error
  const verdict = verdictOf(code, subcode, error.is_transient || answer.status >= 500)
  const retryAfterMs = (verdict.reason === 'slow_down' ? regainAfterMs(answer.headers) : null) ?? verdict.retryAfterMs
  return {
    outcome: {
      type: 'failed',
      reason: verdict.reason,
      code: subcode === null ? `${code}` : `${code}/${subcode}`,
      detail: verdict.detail,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    shapeRefused: verdict.shape === true,
  }
}

/** No error that can be read and no message id: HTML of a gateway, or a half answer. */
function unreadable(status: number): SendOutcome {
  const failed = { type: 'failed', code: `http ${status}` } as const
  if (isSuccess(status)) {
    return { ...failed, reason: 'unknown', detail: 'The platform said yes but named no message.' }
  }
  if (status === 429) {
    return { ...failed, reason: 'slow_down', detail: 'The platform is asked too often.', retryAfterMs: 60_000 }
  }
  return { ...failed, reason: 'retry_later', detail: "The answer is not the platform's own: an outage or a proxy." }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

const MINUTES_A_DAY = 1440
const usage = z.object({ estimated_time_to_regain_access: z.number().positive().max(MINUTES_A_DAY) })
const usages = z.union([
  usage.transform((own) => [own]),
  z.record(z.string(), z.array(z.unknown())).transform((all) =>
    Object.values(all)
      .flat()
      .flatMap((one) => usage.safeParse(one).data ?? []),
  ),
])

/** How long the limit lasts, by the usage headers, which count in minutes; null where they do not say. */
function regainAfterMs(headers: PlatformAnswer['headers']): number | null {
  const minutes = ['x-business-use-case-usage', 'x-app-usage']
    .flatMap((name) => usages.safeParse(parseHeader(headers[name])).data ?? [])
    .map((own) => own.estimated_time_to_regain_access)
  return minutes.length === 0 ? null : Math.max(...minutes) * 60_000
}

function parseHeader(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : null
  } catch {
    return null
  }
}
