import type { ZodError } from 'zod'
import type { Answer } from '../platform-server.ts'

/** The literal texts of the platform, its spelling mistakes included. */
const TEXTS = {
  '-32': 'Your OA reached limit call api',
  '-100': 'attachment_id was expired',
  '-200': 'Send message failed',
  '-201': 'Parameter is invalid!',
  '-204': 'Offical Account is disable',
  '-205': 'Offical Account is not exist',
  '-209': 'Not supported this api',
  '-210': 'Parameter exceeds allowable limit',
  '-211': 'Out of quota',
  '-212': 'App has not registed this api',
  '-213': 'User has not followed OA',
  '-214': 'Article is being processed',
  '-216': 'Access token is invalid',
  '-217': 'User has blocked invitation from OA',
  '-218': 'Out of quota receive',
  '-219': 'App is removed or disabled',
  '-220': 'access_token is expired or removed',
  '-223': 'Official Account has not authorized this API',
  '-227': 'User is banned or has been inactive for more than 45 days',
  '-230': 'User has not interacted with the OA in the past 7 days',
  '-232': 'User has not interacted with the OA, or the last interaction has expired',
  '-233': 'message type is invalid or not support',
  '-234': 'This message cannot be sent at night (10:00PM - 6:00AM)',
  '-235': 'This API does not support this type of OA',
  '-240': 'MessageV2 API has been shut down, please switch to MessageV3',
  '-242': 'Invalid appsecret_proof provided in the API argument',
  '-244': 'User has restricted this message type from your OA',
  '-248': 'Violates our platform standards',
  '-249': 'Template does not support send via UID',
  '-108': 'Phone number is invalid',
  '-109': 'Template ID is invalid',
  '-111': 'Template data is empty',
  '-112': 'Template data type is not defined',
  '-121': 'Body is empty',
  '-122': 'Body must be JSON',
  '-124': 'Access token is invalid',
  '-131': 'Template is not approved',
  '-132': 'Parameter is invalid',
  '-133': 'This message cannot be sent at night (10:00PM - 6:00AM)',
  '-144': 'OA has exceeded its daily quota',
  '-1121': 'Template data is too long',
  '-1122': 'Template parameter is missing',
  '-1124': 'Template data has a wrong format',
  '-1241': 'Invalid appsecret_proof',
} as const
type KnownCode = keyof typeof TEXTS

/** What every API path answers with, under HTTP 200: `error` is 0 or the negative code of a refusal. */
export interface ZaloAnswer {
  readonly data?: unknown
  readonly error: number
  readonly message: string
}

export function accepted(data?: unknown): ZaloAnswer {
  return { ...(data === undefined ? {} : { data }), error: 0, message: 'Success' }
}

/** Without `message`, the platform's own text for the code, where the facts hold one. */
export function refused(code: number, message?: string): ZaloAnswer {
  return { error: code, message: message ?? TEXTS[String(code) as KnownCode] ?? `Error ${code}` }
}

export function invalid(field: string): ZaloAnswer {
  return refused(-201, `${field} is invalid!`)
}

/** The refusal for a body of the wrong shape: -210 where something is too long or too many, else -201 with its field. */
export function refusalOf(error: ZodError): ZaloAnswer {
  const tooBig = error.issues.find((issue) => issue.code === 'too_big')
  if (tooBig) return refused(-210)
  const path = error.issues[0]?.path.filter((part) => typeof part === 'string') ?? []
  return invalid(String(path.at(-1) ?? 'body'))
}

export function toHttp(answer: ZaloAnswer, headers?: Readonly<Record<string, string>>): Answer {
  return {
    status: 200,
    body: JSON.stringify(answer),
    code: String(answer.error),
    ...(headers ? { headers } : {}),
  }
}
