import { z } from 'zod'
import type {
  ApprovedWays,
  PlatformTemplate,
  QuotaReading,
  RenderedPart,
  TemplateParameter,
  TemplateUse,
} from '../../core/channel.ts'
import { AppError } from '../../core/errors.ts'
import type { AccountId } from '../../core/ids.ts'
import type { ZaloHosts } from './api.ts'
import type { ApiCall, CallAnswer } from './api-call.ts'
import { createArticleWay } from './articles.ts'
import { refusalOf } from './errors.ts'
import { templateRefusalOf } from './template-errors.ts'
import type { TokenKeeper } from './tokens.ts'

/** What the platform gives a page of templates. */
const PAGE = 100

const text = z.union([z.string(), z.number()]).transform(String)
const price = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .catch(null)
const listed = z.array(z.looseObject({ templateId: text }))
const described = z.looseObject({
  templateId: text,
  templateName: text.catch(''),
  status: z.string(),
  listParams: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.string().catch('STRING'),
        maxLength: z.number().nullish().catch(null),
      }),
    )
    .nullish()
    .transform((params) => params ?? []),
  price: price,
  price_sdt: price,
  price_uid: price,
})
const daily = z.object({ dailyQuota: text.transform(Number).nullish(), remainingQuota: text.transform(Number) })
const monthly = z.array(z.looseObject({ total: text.transform(Number), remain: text.transform(Number) }))

/** ZBS templates, allowances and articles of the OAs; `keeperOf` throws for an account that is not configured. */
export function createApprovedWays(hosts: ZaloHosts, keeperOf: (account: AccountId) => TokenKeeper): ApprovedWays {
  const ask = (account: AccountId, host: keyof ZaloHosts, call: Omit<ApiCall, 'accessToken'>) =>
    askWithToken(hosts, keeperOf(account), host, call)

  return {
    renderTemplate,
    async listTemplates(account) {
      const templates: PlatformTemplate[] = []
      for (let offset = 0; ; offset += PAGE) {
        const params = { offset: String(offset), limit: String(PAGE) }
        const page = read(listed, await ask(account, 'business', { method: 'get', path: '/template/all', params }))
        for (const { templateId } of page) {
          const call = { method: 'get', path: '/template/info/v2', params: { template_id: templateId } } as const
          templates.push(templateOf(read(described, await ask(account, 'business', call))))
        }
        if (page.length < PAGE) return templates
      }
    },
    async readQuotas(account) {
      const day = read(daily, await ask(account, 'business', { method: 'get', path: '/message/quota' }))
      const body = { quota_owner: 'OA', product_type: 'cs', quota_type: 'sub_quota' }
      const call = { method: 'post', path: '/v3.0/oa/quota/message', body } as const
      const packs = read(monthly, await ask(account, 'open', call))
      const sum = (part: 'total' | 'remain') => packs.reduce((all, pack) => all + pack[part], 0)
      return [
        { quota: 'templates_a_day', total: day.dailyQuota ?? null, remaining: day.remainingQuota },
        { quota: 'beyond_window_a_month', total: sum('total'), remaining: sum('remain') },
      ] satisfies QuotaReading[]
    },
    articles: createArticleWay((account, call) => ask(account, 'open', { ...call, method: 'post' })),
  }
}

function renderTemplate({ template, values, phone }: TemplateUse): RenderedPart {
  return { body: { template_id: template.id, template_data: values, ...(phone !== undefined && { phone }) } }
}

/** Repeats a call once whose token was refused, with a renewed one. */
async function askWithToken(
  hosts: ZaloHosts,
  keeper: TokenKeeper,
  host: keyof ZaloHosts,
  call: Omit<ApiCall, 'accessToken'>,
): Promise<CallAnswer> {
  for (let renewed = false; ; renewed = true) {
    const accessToken = await keeper.accessToken()
    if (accessToken === null) throw new AppError('zalo_token', 'The OA has no token pair: see "doctor".')
    const answer = await hosts[host]({ ...call, accessToken })
    if (renewed || !isTokenRefusal(host, answer)) return answer
    keeper.noteRefused(accessToken)
    if ((await keeper.renew()).type === 'failed') return answer
  }
}

function isTokenRefusal(host: keyof ZaloHosts, answer: CallAnswer): boolean {
  if (answer.type !== 'refused') return false
  return (host === 'business' ? templateRefusalOf : refusalOf)(answer.code).reason === 'token_invalid'
}

function read<T>(shape: z.ZodType<T>, answer: CallAnswer): T {
  if (answer.type === 'accepted') {
    const data = shape.safeParse(answer.data)
    if (data.success) return data.data
    throw new AppError('zalo_answer', 'Zalo answered otherwise than its documents say: nothing was taken over.')
  }
  const code = answer.type === 'refused' ? answer.code : answer.type === 'unreadable' ? answer.status : answer.code
  throw new AppError('zalo_refused', `Zalo did not answer the question (${code}): see the list of its error codes.`)
}

const STATUSES: Readonly<Record<string, PlatformTemplate['status']>> = {
  ENABLE: 'approved',
  PENDING_REVIEW: 'in_review',
  REJECT: 'refused',
}
const TYPES: Readonly<Record<string, TemplateParameter['type']>> = { NUMBER: 'number', DATE: 'date' }

/** A template has a price for each way in which it can go; older answers have one price, that by phone. */
function templateOf(data: z.output<typeof described>): PlatformTemplate {
  const { templateId: id, templateName, status, listParams } = data
  const byPhone = data.price_sdt ?? data.price ?? null
  const byUid = data.price_uid ?? null
  return {
    id,
    title: templateName,
    status: STATUSES[status] ?? 'disabled',
    parameters: listParams.map(({ name, type, maxLength }) => ({
      name,
      type: TYPES[type] ?? 'text',
      maxLength: maxLength ?? null,
    })),
    text: null,
    toPerson: byUid === null ? null : { priceDong: byUid },
    toPhone: { priceDong: byPhone },
  }
}
