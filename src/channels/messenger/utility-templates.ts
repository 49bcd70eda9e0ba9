import type { Axios } from 'axios'
import { z } from 'zod'
import type { ApprovedWays, PlatformTemplate, RenderedPart, TemplateUse } from '../../core/channel.ts'
import { AppError } from '../../core/errors.ts'
import type { AccountId } from '../../core/ids.ts'
import { GRAPH_VERSION } from './send.ts'
import type { MessengerAccount } from './settings.ts'
import { appSecretProof } from './signature.ts'

const PLACEHOLDER = /\{\{(\w+)\}\}/g
/** The platform refuses these signs within a value. */
const REFUSED_SIGNS = '#$%'
/** More pages of templates than any Page has. */
const MAX_PAGES = 50

const button = z.looseObject({
  type: z.string(),
  url: z.string().optional(),
  payload: z.string().optional(),
})
const listed = z.object({
  data: z.array(
    z.looseObject({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      components: z
        .array(
          z.looseObject({
            type: z.string(),
            text: z.string().optional(),
            buttons: z.array(button).optional(),
          }),
        )
        .catch([]),
    }),
  ),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
})

/** What sending needs to know of a template besides its values. */
const shapeSchema = z.object({
  name: z.string(),
  language: z.string(),
  named: z.boolean(),
  body: z.array(z.string()),
  /** Buttons with a place for a value, in their order; the value is the parameter `button_1`, `button_2`… */
  buttons: z.array(z.enum(['URL', 'POSTBACK'])),
})
type Shape = z.infer<typeof shapeSchema>

/** The utility templates of the Pages. */
export function createUtilityTemplates(
  http: Axios,
  accounts: readonly MessengerAccount[],
): Pick<ApprovedWays, 'listTemplates' | 'renderTemplate'> {
  return {
    renderTemplate,
    async listTemplates(id: AccountId) {
      const account = accounts.find((one) => one.id === id)
      if (!account) throw new AppError('account', `The Page ${id} is no longer among the accounts: add it again.`)
      const templates: PlatformTemplate[] = []
      let after: string | undefined
      for (let page = 0; page < MAX_PAGES; page++) {
        const { data, paging } = await readPage(http, account, after)
        templates.push(...data.map(templateOf))
        after = paging?.next === undefined ? undefined : paging.cursors?.after
        if (after === undefined) break
      }
      return templates
    },
  }
}

async function readPage(
  http: Axios,
  { pageId, pageToken, appSecret }: MessengerAccount,
  after: string | undefined,
): Promise<z.output<typeof listed>> {
  const answer = await http.get(`/${GRAPH_VERSION}/${pageId}/message_templates`, {
    headers: { Authorization: `Bearer ${pageToken}` },
    params: { limit: '100', appsecret_proof: appSecretProof(pageToken, appSecret), ...(after && { after }) },
  })
  const page = listed.safeParse(answer.data)
  if (page.success) return page.data
  throw new AppError(
    'messenger_templates',
    `The Page ${pageId} did not tell its templates (HTTP ${answer.status}): the app needs page_utility_messaging, and the token must be valid.`,
  )
}

const STATUSES: Readonly<Record<string, PlatformTemplate['status']>> = {
  APPROVED: 'approved',
  PENDING: 'in_review',
  IN_REVIEW: 'in_review',
  REJECTED: 'refused',
}

function templateOf({ name, language, status, components }: z.output<typeof listed>['data'][number]): PlatformTemplate {
  const text = components.find(({ type }) => type.toUpperCase() === 'BODY')?.text ?? ''
  const body = [...text.matchAll(PLACEHOLDER)].map(([, parameter = '']) => parameter)
  const buttons = components
    .flatMap((component) => component.buttons ?? [])
    .filter(({ url, payload }) => /\{\{/.test(url ?? payload ?? ''))
    .map(({ type }) => (type === 'URL' ? ('URL' as const) : ('POSTBACK' as const)))
  const named = body.some((parameter) => !/^\d+$/.test(parameter))
  const shape: Shape = { name, language, named, body, buttons }
  const inText = body.map((parameter) => ({
    name: parameter,
    type: 'text' as const,
    maxLength: null,
    refuses: REFUSED_SIGNS,
  }))
  const inButtons = buttons.map((_, index) => ({ name: buttonName(index), type: 'text' as const, maxLength: null }))
  return {
    id: `${name}/${language}`,
    title: name,
    status: STATUSES[status] ?? 'disabled',
    parameters: [...inText, ...inButtons],
    text: text.replace(PLACEHOLDER, '<$1>'),
    toPerson: { priceDong: null },
    toPhone: null,
    shape,
  }
}

function buttonName(index: number): string {
  return `button_${index + 1}`
}

function renderTemplate({ template, values }: TemplateUse): RenderedPart {
  const { name, language, named, body, buttons } = shapeSchema.parse(template.shape)
  const components = [
    ...(body.length > 0
      ? [
          {
            type: 'body',
            parameters: body.map((parameter) => ({
              type: 'text',
              ...(named && { parameter_name: parameter }),
              text: values[parameter],
            })),
          },
        ]
      : []),
    ...(buttons.length > 0
      ? [{ type: 'buttons', parameters: buttons.map((type, index) => buttonValue(type, values[buttonName(index)])) }]
      : []),
  ]
  return { body: { template: { name, language: { code: language }, components } } }
}

function buttonValue(type: Shape['buttons'][number], value: string | undefined) {
  return type === 'URL' ? { type, url: value } : { type, payload: value }
}
