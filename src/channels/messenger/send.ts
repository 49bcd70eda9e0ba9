import { type Axios, isAxiosError } from 'axios'
import type { RenderedPart, SendOutcome, SendRequest } from '../../core/channel.ts'
import { accountOf } from '../../core/ids.ts'
import { json } from '../http-client.ts'
import { metadataOf } from './own-key.ts'
import { callOf } from './paid-messages.ts'
import { type AnswerReading, readSendAnswer } from './send-answer.ts'
import type { MessengerAccount } from './settings.ts'
import { appSecretProof } from './signature.ts'

/** The version that Meta's own Messenger samples use; it works until 29 July 2028. */
export const GRAPH_VERSION = 'v25.0'

/** Where what is worth an operator's look goes; a pino logger is one. */
export interface ChannelLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
}

export interface SenderOptions {
  readonly accounts: readonly MessengerAccount[]
  readonly http: Axios
  readonly log?: ChannelLog
}

/**
 * Sends one part as an answer within the 24-hour window. Where the platform refuses the shape of a part that has a plain
 * stand-in, that is sent instead, once, in the same call.
 */
export function createSender(options: SenderOptions): (request: SendRequest) => Promise<SendOutcome> {
  const accounts = new Map(
    options.accounts.map((account) => [
      account.id,
      { ...account, proof: appSecretProof(account.pageToken, account.appSecret) },
    ]),
  )
  return async (request) => {
    const account = accounts.get(accountOf(request.contact))
    if (!account) return failed('operator', 'no account', 'The Page is no longer among the accounts: add it again.')
    const { body, plain } = request.part
    const first = await callOnce(options.http, account, request, body)
    if (!first.shapeRefused || plain === undefined || first.outcome.type !== 'failed') return first.outcome
    options.log?.warn(
      { account: account.id, code: first.outcome.code },
      'Messenger refused the shape of a message; its plain text is sent instead',
    )
    return (await callOnce(options.http, account, request, plain)).outcome
  }
}

async function callOnce(
  http: Axios,
  account: MessengerAccount & { readonly proof: string },
  request: SendRequest,
  body: RenderedPart['body'],
): Promise<AnswerReading> {
  const call = callOf(account, request, body, metadataOf(request.key))
  if (!call) return unsent('rejected', 'no message', 'The stored message is not one that this Page can send.')
  try {
    const answer = await http.request({
      method: 'post',
      url: `/${GRAPH_VERSION}/${call.node}/messages`,
      // The token stays out of the address, which proxies and servers log; its proof is of no use without it.
      ...json(call.body, { Authorization: `Bearer ${account.pageToken}` }),
      params: { appsecret_proof: account.proof },
    })
    return readSendAnswer(answer)
  } catch (error) {
    if (!isAxiosError(error)) throw error
    return readNetworkError(error.code ?? 'ERR_NETWORK')
  }
}

/** Codes of failures before the first byte of the request could leave; after it the message may have been delivered. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

function readNetworkError(code: string): AnswerReading {
  if (NEVER_LEFT.has(code)) return unsent('retry_later', 'network', `The platform cannot be reached (${code}).`)
  if (code === 'ECONNABORTED') return unsent('unknown', 'timeout', 'The platform did not answer in time.')
  return unsent('unknown', 'network', `The connection broke before the answer came (${code}).`)
}

function unsent(...parts: Parameters<typeof failed>): AnswerReading {
  return { outcome: failed(...parts), shapeRefused: false }
}

function failed(reason: FailureReason, code: string, detail: string): SendOutcome {
  return { type: 'failed', reason, code, detail }
}

type FailureReason = Extract<SendOutcome, { type: 'failed' }>['reason']
