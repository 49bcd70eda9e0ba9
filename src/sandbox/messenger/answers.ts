import { randomBytes } from 'node:crypto'
import type { ZodError } from 'zod'
import type { Answer } from '../platform-server.ts'

/** A refusal in the platform's numbers: decide on `code` and `subcode`, never on the text. */
export interface GraphError {
  readonly code: number
  readonly subcode?: number
  readonly message?: string
  /** HTTP status; without it the usual one of the code. */
  readonly status?: number
}

export type GraphResult =
  | { readonly type: 'ok'; readonly body: unknown }
  | { readonly type: 'error'; readonly error: GraphError }

export function ok(body: unknown): GraphResult {
  return { type: 'ok', body }
}

/** The platform refused, with its own text for the code unless `message` is given. */
export function fail(code: number, subcode?: number, message?: string): GraphResult {
  return { type: 'error', error: { code, ...(subcode ? { subcode } : {}), ...(message ? { message } : {}) } }
}

/** Error 100 that names the first parameter of the wrong shape. */
export function invalid(error: ZodError): GraphResult {
  const path = error.issues[0]?.path.map(String) ?? []
  const name =
    path.length > 0
      ? `${path[0]}${path
          .slice(1)
          .map((part) => `[${part}]`)
          .join('')}`
      : 'body'
  return fail(100, undefined, `Invalid parameter: ${name}`)
}

const TEXTS: Readonly<Record<string, string>> = {
  '1': 'An unknown error occurred',
  '2': 'Service temporarily unavailable',
  '4': 'Application request limit reached',
  '10': 'Application does not have permission for this action',
  '10/2018028': 'Cannot message users who are not admins, developers or testers of the app',
  '10/2018278': 'This message is sent outside of allowed window.',
  '10/2018300': 'Another app controls this thread.',
  '10/1893063': 'Page is temporarily restricted from sending messages.',
  '100': 'Invalid parameter',
  '100/33': 'Unsupported request: object does not exist or cannot be loaded due to missing permissions',
  '100/2018001': 'No matching user found',
  '100/2018034': 'Message cannot be empty, must provide valid attachment or text',
  '100/2018109': 'Attachment size exceeds allowable limit',
  '100/2018218': 'Profile is not available',
  '190': 'Invalid OAuth access token',
  '190/460': 'Error validating access token: session invalidated',
  '190/463': 'Error validating access token: session has expired',
  '368': 'The action attempted has been deemed abusive or is otherwise disallowed',
  '551/1545041': "This person isn't available right now.",
  '613': 'Calls to this api have exceeded the rate limit.',
  '2500': 'Unknown path components',
}

const STATUS: Readonly<Record<number, number>> = { 1: 500, 2: 500, 10: 403, 190: 401, 200: 403, 368: 403 }

export function toHttp(result: GraphResult, headers?: Readonly<Record<string, string>>): Answer {
  const extra = headers ? { headers } : {}
  if (result.type === 'ok') return { status: 200, body: JSON.stringify(result.body), code: '0', ...extra }
  const { code, subcode, status } = result.error
  const key = subcode === undefined ? String(code) : `${code}/${subcode}`
  const text = result.error.message ?? TEXTS[key] ?? TEXTS[String(code)] ?? 'An error occurred'
  const body = {
    error: {
      message: code === 190 ? text : `(#${code}) ${text}`,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: `A${randomBytes(8).toString('base64url')}`,
    },
  }
  return { status: status ?? STATUS[code] ?? 400, body: JSON.stringify(body), code: key, ...extra }
}
