import type { SendFailure } from '../../core/channel.ts'

/** When a refused message may be tried again, where Zalo's rules say so. */
export type Wait = 'next minute' | 'morning' | 'a moment'

export interface Refusal {
  readonly reason: SendFailure
  /** For the operator: what it means, and the cure where there is one. */
  readonly detail: string
  readonly wait?: Wait
}

/** What `openapi.zalo.me` answers under HTTP 200 with `error` below 0, put to our failures. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  '-32': { reason: 'slow_down', detail: 'the requests of this minute are used up', wait: 'next minute' },
  '-100': { reason: 'rejected', detail: 'an uploaded attachment has expired' },
  '-200': { reason: 'retry_later', detail: 'Zalo could not send it and does not say why' },
  '-201': { reason: 'rejected', detail: 'Zalo finds a field of the message invalid' },
  '-204': { reason: 'operator', detail: 'the OA is disabled: see OA Manager' },
  '-205': { reason: 'operator', detail: 'the OA does not exist: check ZALO_OA_ID' },
  '-209': { reason: 'operator', detail: 'the app is not activated: activate it at developers.zalo.me' },
  '-210': { reason: 'rejected', detail: 'a field of the message is too long or has too many parts' },
  '-211': { reason: 'quota', detail: 'the allowance of the package is used up: buy more, or wait for its reset' },
  '-212': {
    reason: 'operator',
    detail: 'the app lacks the product "Official Account API": add it at developers.zalo.me',
  },
  '-213': { reason: 'unreachable', detail: 'the person does not follow the OA' },
  '-214': { reason: 'retry_later', detail: 'the article is still being processed', wait: 'a moment' },
  '-216': { reason: 'token_invalid', detail: 'the access token is invalid' },
  '-217': { reason: 'unreachable', detail: 'the person blocks invitations of the OA' },
  '-218': { reason: 'unreachable', detail: 'the person has received all that Zalo lets through for today' },
  '-219': { reason: 'operator', detail: 'the app is removed or disabled: see developers.zalo.me' },
  '-220': { reason: 'token_invalid', detail: 'the access token has expired or was removed' },
  '-221': { reason: 'operator', detail: 'the OA needs to be verified: see OA Manager' },
  '-223': {
    reason: 'operator',
    detail: 'the OA has not granted the app this right: an administrator must consent again',
  },
  '-224': { reason: 'operator', detail: "the OA's package is too low for the API: upgrade it in OA Manager" },
  '-227': { reason: 'unreachable', detail: 'the account is banned or was not used for 45 days' },
  '-230': { reason: 'outside_window', detail: 'the person has not written for 7 days' },
  '-232': { reason: 'outside_window', detail: 'the person never wrote, or too long ago' },
  '-233': { reason: 'rejected', detail: 'this kind of message is not supported' },
  '-234': { reason: 'retry_later', detail: 'this kind of message is not sent from 22:00 to 06:00', wait: 'morning' },
  '-235': { reason: 'operator', detail: 'neither sending path takes this type of OA: ask Zalo which API it may use' },
  '-237': { reason: 'operator', detail: 'the group is disabled because its pack has expired: renew it' },
  '-238': { reason: 'rejected', detail: 'the group pack is already used or disabled' },
  '-240': { reason: 'operator', detail: 'the v2 path is shut for this OA and v3 refuses it too: ask Zalo' },
  '-241': { reason: 'rejected', detail: 'the group pack is already used' },
  '-242': { reason: 'operator', detail: 'the app demands appsecret_proof: switch that off at developers.zalo.me' },
  '-244': { reason: 'unreachable', detail: 'the person does not want this kind of message from the OA' },
  '-248': { reason: 'rejected', detail: "the message violates Zalo's standards" },
  '-249': { reason: 'rejected', detail: 'the template cannot be sent by user id' },
  '-320': { reason: 'operator', detail: 'the app is not connected to a Zalo Cloud Account: connect one' },
  '-321': { reason: 'quota', detail: 'the Zalo Cloud Account has no money or cannot be charged: top it up' },
  '-403': { reason: 'rejected', detail: 'the OA is not in the group' },
  '-1340': { reason: 'rejected', detail: 'the form does not exist' },
  '-1341': { reason: 'rejected', detail: 'the form is not open to the OA' },
}

/**
 * Zalo's refusal in our words. A code that no list of Zalo's has was still a refusal, so the message was not delivered;
 * whether it passes off only another try can show.
 */
export function refusalOf(code: number): Refusal {
  return REFUSALS[String(code)] ?? { reason: 'retry_later', detail: 'an error code that is not in the list of codes' }
}

/** How an HTTP status without a readable answer is to be taken. */
export function httpRefusal(status: number): Refusal {
  if (status === 429) return { reason: 'slow_down', detail: 'Zalo limits the requests', wait: 'next minute' }
  // The gateway gave up waiting for an answer, or answered in Zalo's place: the message may have gone out.
  if (status === 504 || status < 300) return { reason: 'unknown', detail: 'the answer cannot be read' }
  if (status >= 500) return { reason: 'retry_later', detail: 'Zalo is out of order' }
  if (status === 408) return { reason: 'retry_later', detail: 'the request took too long to arrive' }
  return { reason: 'operator', detail: 'Zalo has no such address or lets nobody in: check ZALO_API_URL' }
}

/** The request never went out, for there was no connection or none that could be trusted: nothing was delivered. */
const NEVER_SENT = [
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
  /^UND_ERR_(?:CONNECT_TIMEOUT|INVALID_ARG)$/,
  /^(?:ERR_TLS|ERR_SSL|CERT|UNABLE_TO)_|SELF_SIGNED_CERT/,
]

/** A call that ended without an answer, by the network's own code. */
export function networkRefusal(code: string): Refusal {
  return NEVER_SENT.some((pattern) => pattern.test(code))
    ? { reason: 'retry_later', detail: 'Zalo could not be reached' }
    : { reason: 'unknown', detail: 'the connection broke or timed out after the request had gone out' }
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** 06:00 in Vietnam is 23:00 UTC, all the year. */
const MORNING_UTC = 23 * 60 * MINUTE

/**
 * Milliseconds from `now` (UTC ms) until the wait is over. `jitter` (0 to 1) spreads the tries, so that what was put off
 * together does not come back together: over 5 seconds after a minute, over 15 minutes in the morning.
 */
export function waitMs(wait: Wait, now: number, jitter: number): number {
  switch (wait) {
    case 'next minute':
      return Math.ceil(MINUTE - (now % MINUTE) + jitter * 5_000)
    case 'morning':
      return Math.ceil(DAY - ((now - MORNING_UTC) % DAY) + jitter * 15 * MINUTE)
    case 'a moment':
      return MINUTE
  }
}
