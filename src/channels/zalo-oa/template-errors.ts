import type { Refusal } from './errors.ts'

const account: Refusal = {
  reason: 'unreachable',
  detail: 'the number has no Zalo account that can receive it, or its owner does not want it',
}
const values: Refusal = { reason: 'rejected', detail: 'a value does not suit the template' }
const rights: Refusal = { reason: 'operator', detail: 'the app or the OA lacks the right: see the Zalo Cloud Account' }
const blocked: Refusal = { reason: 'operator', detail: 'the OA may not send: see the Zalo Cloud Account' }
const money: Refusal = { reason: 'quota', detail: 'the Zalo Cloud Account cannot be charged: top it up' }
const daily: Refusal = { reason: 'quota', detail: 'the templates of the day are used up: they go on tomorrow' }
const monthly: Refusal = { reason: 'quota', detail: 'the templates of this kind are used up for now' }

/** What `business.openapi.zalo.me` answers with `error` below 0: a table of its own. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  '-100': { reason: 'retry_later', detail: 'Zalo does not say why' },
  '-101': rights,
  '-102': rights,
  '-103': rights,
  '-104': rights,
  '-105': rights,
  '-108': { reason: 'rejected', detail: 'the phone number is invalid' },
  '-109': { reason: 'operator', detail: 'there is no such template: sync the templates' },
  '-110': account,
  '-111': values,
  '-112': values,
  '-1121': values,
  '-1122': values,
  '-1124': values,
  '-114': account,
  '-115': money,
  '-117': rights,
  '-118': account,
  '-119': account,
  '-120': rights,
  '-1201': rights,
  '-124': { reason: 'token_invalid', detail: 'the access token is invalid' },
  '-1241': { reason: 'operator', detail: 'the app demands appsecret_proof: switch that off at developers.zalo.me' },
  '-125': rights,
  '-131': { reason: 'operator', detail: 'the template is not approved' },
  '-132': { reason: 'rejected', detail: 'Zalo finds a field of the message invalid' },
  '-133': { reason: 'retry_later', detail: 'templates are not sent from 22:00 to 06:00', wait: 'morning' },
  '-135': blocked,
  '-1351': blocked,
  '-136': money,
  '-137': money,
  '-138': rights,
  '-1381': rights,
  '-139': account,
  '-140': account,
  '-141': account,
  '-144': daily,
  '-1441': monthly,
  '-145': blocked,
  '-146': { reason: 'operator', detail: 'the template was disabled for its low quality' },
  '-147': daily,
  '-1471': monthly,
  '-1472': daily,
}

/** A refusal of the business host in our words; a code that no list has was still a refusal of this message. */
export function templateRefusalOf(code: number): Refusal {
  return REFUSALS[String(code)] ?? { reason: 'rejected', detail: 'an error code that is not in the list of codes' }
}
