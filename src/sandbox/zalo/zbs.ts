import { z } from 'zod'
import type { Call } from '../platform-server.ts'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import { readJson } from './json-body.ts'
import { fillTemplate } from './templates.ts'
import { reachabilityRefusal } from './window.ts'
import { type OfficialAccount, vietnamDay } from './world.ts'

const phoneBodySchema = z.object({
  phone: z.unknown().optional(),
  template_id: z.string(),
  template_data: z.record(z.string(), z.unknown()),
  tracking_id: z.string().optional(),
})
const uidBodySchema = z.object({
  user_id: z.string(),
  template_id: z.string(),
  template_data: z.record(z.string(), z.unknown()),
})

const PHONE = /^\+?84\d{8,10}$/
const MAX_TRACKING_ID = 48
/** Not at night; newer lists of codes do not name the ban any more. */
const FIRST_HOUR = 6
const LAST_HOUR = 21

/** `POST business.openapi.zalo.me/message/template`: a template to a phone number, with the business host's codes. */
export function sendByPhone(oa: OfficialAccount, call: Call): ZaloAnswer {
  if (call.body.length === 0) return refused(-121)
  const json = readJson(call)
  if (json === null) return refused(-122)
  const parsed = phoneBodySchema.safeParse(json)
  if (!parsed.success) return refused(-132)
  const { phone, template_id, template_data, tracking_id } = parsed.data
  if (typeof phone !== 'string' || !PHONE.test(phone)) return refused(-108)
  if (tracking_id !== undefined && tracking_id.length > MAX_TRACKING_ID) return refused(-132)
  const template = oa.world.rules.templates.find((one) => one.id === template_id)
  const verdict = fillTemplate(template, template_data)
  if (verdict.type === 'refused') return verdict.refusal
  const hour = vietnamDay(oa.world.clock.now()).getUTCHours()
  if (hour < FIRST_HOUR || hour > LAST_HOUR) return refused(-133)
  const left = oa.takeTemplate()
  if (left === null) return refused(-144)
  const { id, at } = record(oa, phone, verdict.text, json)
  if (oa.world.rules.echoes) {
    const receipt = oa.events.templateReceived(phone.replace('+', ''), id, tracking_id ?? null)
    oa.world.webhook.postLater(oa.app, receipt, { 'x-zevent-server': 'ZNS' })
  }
  const quota = { dailyQuota: String(oa.world.rules.templatesPerDay), remainingQuota: String(left) }
  return accepted({ msg_id: id, sent_time: String(at), sending_mode: '1', quota })
}

/** `POST v3.0/oa/message/template`: the same template to a user id; no window applies. */
export function sendByUserId(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = uidBodySchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const { user_id, template_id, template_data } = parsed.data
  const template = oa.world.rules.templates.find((one) => one.id === template_id)
  if (!template) return invalid('template_id')
  if (!template.allowsUid) return refused(-249)
  const verdict = fillTemplate(template, template_data)
  // This host has its own table of codes: whatever is wrong with the data is a bad parameter here.
  if (verdict.type === 'refused') return invalid(verdict.refusal.error === -131 ? 'template_id' : 'template_data')
  const refusal = reachabilityRefusal(oa.people.find(user_id), oa.world.clock.now(), oa.world.rules.window)
  if (refusal) return refusal
  const { id, at } = record(oa, user_id, verdict.text, body)
  return accepted({ message_id: id, user_id, sent_time: String(at) })
}

function record(oa: OfficialAccount, to: string, text: string, body: unknown): { id: string; at: number } {
  const id = oa.world.sequence.hex()
  const at = oa.world.clock.now()
  oa.world.sent.add({ id, at, account: oa.app.oaId, to, kind: 'zbs_template', text, buttons: [], body })
  return { id, at }
}
