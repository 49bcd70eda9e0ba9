import { refused, type ZaloAnswer } from './answers.ts'

/** A ZBS template (the former ZNS) as an operator would have had it approved. */
export interface ZbsTemplate {
  readonly id: string
  readonly status: 'ENABLE' | 'PENDING_REVIEW' | 'REJECT' | 'DISABLE'
  readonly params: readonly ZbsParam[]
  /** What the person reads, with `<name>` where a parameter goes. */
  readonly text: string
  readonly name?: string
  /** In đồng, by phone and by user id; 300 and 200 when left out. */
  readonly prices?: { readonly phone: number; readonly uid: number }
  /** One-time codes, quick replies, journeys and old templates go by phone only. */
  readonly allowsUid: boolean
}

export interface ZbsParam {
  readonly name: string
  readonly type: 'STRING' | 'NUMBER' | 'DATE'
  readonly maxLength: number
}

export type TemplateVerdict =
  | { readonly type: 'ready'; readonly text: string }
  | { readonly type: 'refused'; readonly refusal: ZaloAnswer }

const DATE = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)? \d{2}\/\d{2}\/\d{4}$|^\d{2}\/\d{2}\/\d{4}$/

/** Fills a template, with the codes of the business host where it cannot be: -109, -131, -111, -112, -1121, -1122, -1124. */
export function fillTemplate(
  template: ZbsTemplate | undefined,
  data: Readonly<Record<string, unknown>>,
): TemplateVerdict {
  if (!template) return no(-109)
  if (template.status !== 'ENABLE') return no(-131)
  if (template.params.length > 0 && Object.keys(data).length === 0) return no(-111)
  let text = template.text
  for (const param of template.params) {
    const value = data[param.name]
    if (value === undefined || value === '') return no(-1122)
    const code = refusalOfValue(param, value)
    if (code !== null) return no(code)
    text = text.replaceAll(`<${param.name}>`, String(value))
  }
  return { type: 'ready', text }
}

function refusalOfValue(param: ZbsParam, value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return -112
  const text = String(value)
  if (Array.from(text.normalize('NFC')).length > param.maxLength) return -1121
  if (param.type === 'NUMBER' && !/^\d+$/.test(text)) return -1124
  if (param.type === 'DATE' && !DATE.test(text)) return -1124
  return null
}

function no(code: number): TemplateVerdict {
  return { type: 'refused', refusal: refused(code) }
}
