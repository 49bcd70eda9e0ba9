import type { Call } from '../platform-server.ts'
import { accepted, refused, type ZaloAnswer } from './answers.ts'
import type { ZbsTemplate } from './templates.ts'
import type { OfficialAccount } from './world.ts'

const MAX_PAGE = 100
const STATUS_NUMBERS: Readonly<Record<string, ZbsTemplate['status']>> = {
  1: 'ENABLE',
  2: 'PENDING_REVIEW',
  3: 'REJECT',
  4: 'DISABLE',
}

/** `GET business…/template/all?offset=&limit=&status=`: ids, names and states, at most 100 at a time. */
export function listTemplates(oa: OfficialAccount, call: Call): ZaloAnswer {
  const offset = Number(call.query.get('offset') ?? Number.NaN)
  const limit = Number(call.query.get('limit') ?? Number.NaN)
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) return refused(-132)
  const status = call.query.get('status')
  const meant = oa.world.rules.templates.filter((one) => status === null || one.status === STATUS_NUMBERS[status])
  return accepted(
    meant
      .slice(offset, offset + limit)
      .map((one) => ({ templateId: Number(one.id), templateName: one.name ?? one.id, status: one.status })),
  )
}

/** `GET business…/template/info/v2?template_id=` */
export function describeTemplate(oa: OfficialAccount, call: Call): ZaloAnswer {
  const template = oa.world.rules.templates.find((one) => one.id === call.query.get('template_id'))
  if (!template) return refused(-109)
  const { id, name, status, params, allowsUid, prices } = template
  return accepted({
    templateId: Number(id),
    templateName: name ?? id,
    status,
    listParams: params.map((param) => ({ ...param, require: true, minLength: 0, acceptNull: false })),
    listButtons: [],
    price_sdt: String(prices?.phone ?? 300),
    ...(allowsUid && { price_uid: String(prices?.uid ?? 200) }),
  })
}

/** `GET business…/message/quota` */
export function templateQuota(oa: OfficialAccount): ZaloAnswer {
  return accepted({
    dailyQuota: String(oa.world.rules.templatesPerDay),
    remainingQuota: String(oa.templatesLeft),
  })
}
