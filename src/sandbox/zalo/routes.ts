import type { Call } from '../platform-server.ts'
import { refused, type ZaloAnswer } from './answers.ts'
import { sendConsultation } from './consultation.ts'
import { readJson } from './json-body.ts'
import { accountProfile, personDetail, personList, quota, updatePerson } from './queries.ts'
import { describeTemplate, listTemplates, templateQuota } from './template-queries.ts'
import { sendVersionTwo } from './version-two.ts'
import type { OfficialAccount } from './world.ts'
import { sendByPhone, sendByUserId } from './zbs.ts'

export type ZaloHandler = (oa: OfficialAccount, call: Call) => ZaloAnswer | Promise<ZaloAnswer>

export interface ZaloRoute {
  readonly handle: ZaloHandler
  /** Calls of the business host answer a bad token with -124 instead of -216 and -220, and have no rate limit. */
  readonly host: 'openapi' | 'business'
}

const OPENAPI: Readonly<Record<string, ZaloHandler>> = {
  'POST /v3.0/oa/message/cs': (oa, call) =>
    oa.world.rules.oaType === 'state' ? refused(-235) : sendConsultation(oa, readJson(call)),
  'POST /v2.0/oa/message': (oa, call) => sendVersionTwo(oa, readJson(call)),
  'POST /v3.0/oa/message/template': (oa, call) => sendByUserId(oa, readJson(call)),
  // Stopped on 2026-03-01; with which code is not known.
  'POST /v3.0/oa/message/transaction': () => refused(-233),
  'POST /v3.0/oa/message/promotion': () => refused(-233),
  'POST /v3.0/oa/quota/message': (oa, call) => quota(oa, readJson(call)),
  'GET /v3.0/oa/user/detail': personDetail,
  'GET /v3.0/oa/user/getlist': personList,
  'POST /v3.0/oa/user/update': (oa, call) => updatePerson(oa, readJson(call)),
  'GET /v2.0/oa/getoa': accountProfile,
  'POST /v2.0/oa/upload/image': (oa, call) => oa.uploads.take('image', call),
  'POST /v2.0/oa/upload/gif': (oa, call) => oa.uploads.take('gif', call),
  'POST /v2.0/oa/upload/file': (oa, call) => oa.uploads.take('file', call),
  'POST /v2.0/article/create': (oa, call) => oa.articles.create(readJson(call)),
  'POST /v2.0/article/update': (oa, call) => oa.articles.update(readJson(call)),
  'POST /v2.0/article/verify': (oa, call) => oa.articles.verify(readJson(call)),
  'POST /v2.0/article/remove': (oa, call) => oa.articles.remove(readJson(call)),
  'GET /v2.0/article/getdetail': (oa, call) => oa.articles.detail(call.query.get('id') ?? ''),
  'GET /v2.0/article/getslice': (oa, call) =>
    oa.articles.slice(Number(call.query.get('offset') ?? 0), Number(call.query.get('limit') ?? 10)),
}

const BUSINESS: Readonly<Record<string, ZaloHandler>> = {
  'POST /message/template': sendByPhone,
  'GET /message/quota': templateQuota,
  'GET /template/all': listTemplates,
  'GET /template/info/v2': describeTemplate,
}

/** Every path the fake knows, by method and path. */
export const ZALO_ROUTES: ReadonlyMap<string, ZaloRoute> = new Map<string, ZaloRoute>([
  ...Object.entries(OPENAPI).map(([key, handle]): [string, ZaloRoute] => [key, { handle, host: 'openapi' }]),
  ...Object.entries(BUSINESS).map(([key, handle]): [string, ZaloRoute] => [key, { handle, host: 'business' }]),
])
