import { z } from 'zod'
import { type CallAnswer, type CallApi, createApiCall, type Rate } from './api-call.ts'
import type { SendPath } from './settings.ts'

export type { Rate } from './api-call.ts'

/** What became of one message call. */
export type ApiAnswer =
  | { readonly type: 'accepted'; readonly messageId: string; readonly rate: Rate }
  | Exclude<CallAnswer, { type: 'accepted' }>

/** The two paths of consultation messages, and approved templates to a user id or a phone number. */
export type MessagePath = SendPath | 'template' | 'template_by_phone'

export type PostMessage = (path: MessagePath, accessToken: string, body: object) => Promise<ApiAnswer>

/** Zalo's two hosts for everything but tokens. */
export interface ZaloHosts {
  /** `openapi.zalo.me` */
  readonly open: CallApi
  /** `business.openapi.zalo.me` */
  readonly business: CallApi
}

export function createHosts(apiUrl: string, businessUrl: string, timeoutMs: number): ZaloHosts {
  return { open: createApiCall(apiUrl, timeoutMs), business: createApiCall(businessUrl, timeoutMs) }
}

const PATHS: Readonly<Record<MessagePath, string>> = {
  v3: '/v3.0/oa/message/cs',
  v2: '/v2.0/oa/message',
  template: '/v3.0/oa/message/template',
  template_by_phone: '/message/template',
}

const id = z.union([z.string().min(1), z.number()])
const sent = z.union([z.object({ message_id: id }), z.object({ msg_id: id })])

/** The message calls. Never rejects for what the platform or the network does. */
export function createMessageApi({ open, business }: ZaloHosts): PostMessage {
  return async (path, accessToken, body) => {
    const call = path === 'template_by_phone' ? business : open
    const answer = await call({ method: 'post', path: PATHS[path], accessToken, body })
    if (answer.type !== 'accepted') return answer
    const { data } = sent.safeParse(answer.data)
    if (!data) return { type: 'unreadable', status: 200 }
    const messageId = String('message_id' in data ? data.message_id : data.msg_id)
    return { type: 'accepted', messageId, rate: answer.rate }
  }
}
