import type { SendFailure } from '../../core/channel.ts'
import { MINUTE_MS } from '../../core/durations.ts'

/** What an error code of the Send API means for the message that met it. */
export interface Verdict {
  readonly reason: SendFailure
  /** For the operator: what happened, and the cure where there is one. */
  readonly detail: string
  readonly retryAfterMs?: number
  /** The refusal may be of the message's shape: its plain text is worth one call. */
  readonly shape?: true
}

const passing: Verdict = { reason: 'retry_later', detail: 'A passing fault of the platform.' }
const throttled: Verdict = {
  reason: 'slow_down',
  detail: 'The rate limit is reached. If it stays so, lower send_per_second.',
  retryAfterMs: MINUTE_MS,
}
const restricted: Verdict = {
  reason: 'slow_down',
  detail: 'The Page is restricted from sending for a while: see Support Inbox and Page Quality, and pause broadcasts.',
  retryAfterMs: 30 * MINUTE_MS,
}
const deadToken: Verdict = {
  reason: 'token_invalid',
  detail:
    'The Page token is no longer valid (password changed, role lost, app removed or session reset): make a new one, ' +
    "best from a system user of the business portfolio, and set it as MESSENGER_PAGE_TOKEN or the account's page_token.",
}
const windowClosed: Verdict = { reason: 'outside_window', detail: 'More than 24 hours since the person last acted.' }
const unreachable: Verdict = {
  reason: 'unreachable',
  detail: 'The person blocked the Page, left, or cannot receive messages now.',
}
const personLimit: Verdict = {
  reason: 'retry_later',
  detail: "This person's limit of announcements is reached.",
  retryAfterMs: 60 * MINUTE_MS,
}
const permission: Verdict = {
  reason: 'operator',
  detail:
    'A permission is missing: the app needs advanced access to pages_messaging, and the token the task MESSAGING.',
}
const refused: Verdict = { reason: 'rejected', detail: 'The platform refuses this request.' }
const refusedShape: Verdict = {
  reason: 'rejected',
  detail: 'The platform refuses a parameter; also when page_token and app_secret belong to different apps.',
  shape: true,
}
const refusedMedia: Verdict = {
  reason: 'rejected',
  detail: 'The platform cannot take the picture or file: its address must be public and within the size limits.',
  shape: true,
}
const campaignMissing: Verdict = {
  reason: 'operator',
  detail: "paid.campaign of the account is not an active message campaign of the Page's ad account.",
}
const budget: Verdict = {
  reason: 'quota',
  detail: 'A budget, cap or balance of paid messages is used up: raise it in Ads Manager, and they go on.',
}

/**
 * By `code/subcode`, by code alone, or by a subcode that stands for itself whatever its code. Several values are known
 * from older lists of the platform only; an unknown subcode falls back to its code.
 */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  '1': passing,
  '1/99': { reason: 'operator', detail: 'Unknown error, usually a missing permission or advanced access of the app.' },
  '1/1357046': { reason: 'unknown', detail: 'The platform lost its own answer; the message may have gone out.' },
  '2': passing,
  '2/2018344': { reason: 'operator', detail: 'An admin of the Page must accept the contact terms of Meta.' },
  '3': { reason: 'operator', detail: 'The app lacks a capability: see its dashboard, App Review.' },
  '4': throttled,
  '4/2018354': personLimit,
  '9': personLimit,
  '10': permission,
  '10/2018278': windowClosed,
  '10/2018065': windowClosed,
  '10/2018108': unreachable,
  '10/2018028': {
    reason: 'operator',
    detail: 'The app is not live or lacks advanced access, and the person has no role on it.',
  },
  '10/2018300': {
    reason: 'retry_later',
    detail: 'Another app or the inbox controls the conversation: a person is answering.',
    retryAfterMs: 5 * MINUTE_MS,
  },
  '10/1893063': restricted,
  '*/2534122': restricted,
  '*/2534029': restricted,
  '2534122': restricted,
  '2534029': restricted,
  '17': throttled,
  '32': throttled,
  '100': refusedShape,
  '100/33': { reason: 'rejected', detail: 'This token does not know the person or Page: the ids are of another Page.' },
  '100/2018001': unreachable,
  '100/2018008': refusedMedia,
  '100/2018047': refusedMedia,
  '100/2018109': refusedMedia,
  '100/2018218': refused,
  '102': deadToken,
  '190': deadToken,
  '200/1545041': unreachable,
  '200/2018021': refused,
  '200/2018027': refused,
  '341': throttled,
  '368': restricted,
  '551': unreachable,
  '613': throttled,
  '1200': passing,
  '10303': refused,
  '36000': refusedMedia,
  '80006': throttled,
  '1893047': unreachable,
  '2300000': campaignMissing,
  '2300001': campaignMissing,
  '2300028': { ...passing, detail: 'Pacing of the paid campaign is not ready.', retryAfterMs: 60 * MINUTE_MS },
  '2300052': unreachable,
}

/** What the error means; a code that no list names is never repeated, unless the platform calls it passing. */
export function verdictOf(code: number, subcode: number | null, isTransient: boolean): Verdict {
  const known = VERDICTS[`${code}/${subcode}`] ?? VERDICTS[`*/${subcode}`] ?? VERDICTS[`${code}`] ?? rangeOf(code)
  const hopeless = known.reason === 'rejected' || known.reason === 'operator'
  return hopeless && isTransient ? passing : known
}

function rangeOf(code: number): Verdict {
  if (code >= 200 && code <= 299) return permission
  if (code >= 2_300_068 && code <= 2_300_079) return budget
  return refused
}
