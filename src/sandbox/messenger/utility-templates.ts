import { z } from 'zod'
import type { SentButton } from '../sent-log.ts'
import type { Sequence } from '../sequence.ts'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import type { Page, UtilityTemplate } from './page.ts'

const createSchema = z.object({
  name: z.string().regex(/^[a-z0-9_]+$/),
  language: z.string().regex(/^[a-z]{2}(_[A-Z]{2})?$/),
  category: z.literal('UTILITY'),
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('HEADER'), format: z.enum(['TEXT', 'IMAGE']), text: z.string().optional() }),
        z.object({ type: z.literal('BODY'), text: z.string().min(1), example: z.unknown().optional() }),
        z.object({
          type: z.literal('BUTTONS'),
          buttons: z
            .array(
              z.object({
                type: z.enum(['URL', 'POSTBACK']),
                text: z.string().min(1).max(20),
                url: z.string().optional(),
                payload: z.string().optional(),
              }),
            )
            .min(1)
            .max(3),
        }),
      ]),
    )
    .refine((components) => components.some((component) => component.type === 'BODY')),
})

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g
/** Fewer words than this for each placeholder, and the review refuses the text. */
const WORDS_PER_PLACEHOLDER = 3

/** `POST message_templates`: reviewed at once. A refused one keeps its reason; the answer is still HTTP 200. */
export function createTemplate(page: Page, body: unknown, sequence: Sequence): GraphResult {
  const parsed = createSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const { name, language, components, parameter_format } = parsed.data
  const text = components.find((one) => one.type === 'BODY')?.text ?? ''
  const placeholders = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')
  const named = parameter_format === 'NAMED'
  const hasExample = components.some((one) => one.type === 'BODY' && one.example !== undefined)
  const rejectedReason = reasonToReject(text, placeholders, named, hasExample)
  const template: UtilityTemplate = {
    id: sequence.digits(),
    name,
    language,
    status: rejectedReason === null ? 'APPROVED' : 'REJECTED',
    rejectedReason,
    body: text,
    placeholders,
    named,
    buttons: components
      .flatMap((one) => (one.type === 'BUTTONS' ? one.buttons : []))
      .map((button) => ({ type: button.type, text: button.text, target: button.url ?? button.payload ?? '' })),
    components,
  }
  page.templates.push(template)
  return ok({ id: template.id, status: template.status, category: 'UTILITY' })
}

function reasonToReject(
  text: string,
  placeholders: readonly string[],
  named: boolean,
  hasExample: boolean,
): string | null {
  const numbered = placeholders.every((name, index) => name === String(index + 1))
  const wellNamed = placeholders.every((name) => /^[a-z][a-z0-9_]*$/.test(name))
  if (named ? !wellNamed : !numbered) return 'INCORRECT_PARAMS'
  if (placeholders.length > 0 && !hasExample) return 'INCORRECT_PARAMS'
  if (/^\s*\{\{|\}\}\s*$/.test(text)) return 'INCORRECT_PARAMS'
  const words = text.replace(PLACEHOLDER, ' ').split(/\s+/).filter(Boolean)
  return words.length < placeholders.length * WORDS_PER_PLACEHOLDER ? 'PARAMS_TO_WORD_RATIO_EXCEED_LIMIT' : null
}

/** `GET message_templates?name=` */
export function listTemplates(page: Page, name: string | null): GraphResult {
  const wanted = page.templates.filter((template) => name === null || template.name === name)
  return ok({
    data: wanted.map(({ id, name: own, language, status, rejectedReason, components }) => ({
      id,
      name: own,
      language,
      status,
      category: 'UTILITY',
      ...(rejectedReason === null ? {} : { rejected_reason: rejectedReason }),
      components,
    })),
  })
}

const useSchema = z.object({
  name: z.string(),
  language: z.object({ code: z.string() }),
  components: z
    .array(
      z.object({
        type: z.enum(['header', 'body', 'buttons']),
        parameters: z.array(
          z.discriminatedUnion('type', [
            z.object({ type: z.literal('text'), text: z.string().min(1), parameter_name: z.string().optional() }),
            z.object({ type: z.literal('POSTBACK'), payload: z.string() }),
            z.object({ type: z.literal('URL'), url: z.string() }),
          ]),
        ),
      }),
    )
    .default([]),
})

export type Filled =
  | { readonly type: 'filled'; readonly text: string; readonly buttons: readonly SentButton[] }
  | { readonly type: 'refused'; readonly refusal: GraphResult }

/** Fills an approved template; error 100 when there is none of this name and language or the parameters do not match. */
export function fillTemplate(templates: readonly UtilityTemplate[], use: unknown): Filled {
  const parsed = useSchema.safeParse(use)
  if (!parsed.success) return { type: 'refused', refusal: invalid(parsed.error) }
  const { name, language, components } = parsed.data
  const template = templates.find((one) => one.name === name && one.language === language.code)
  if (template?.status !== 'APPROVED') return mismatch('template')
  const parametersOf = (type: string) => components.filter((one) => one.type === type).flatMap((one) => one.parameters)
  const values = parametersOf('body').filter((one) => one.type === 'text')
  if (values.length !== template.placeholders.length) return mismatch('template[components]')
  if (values.some((one) => /[#$%]/.test(one.text))) return mismatch('template[components]')
  let text = template.body
  for (const [index, placeholder] of template.placeholders.entries()) {
    const value = template.named ? values.find((one) => one.parameter_name === placeholder) : values[index]
    if (!value) return mismatch(`template[components][${placeholder}]`)
    text = text.replace(`{{${placeholder}}}`, () => value.text)
  }
  const given = parametersOf('buttons')
  const open = template.buttons.filter((button) => button.target.includes('{{'))
  if (given.length !== open.length) return mismatch('template[components][buttons]')
  const buttons = template.buttons.map((button) => {
    const value = given[open.indexOf(button)]
    const payload = button.target.replace(PLACEHOLDER, () => (value ? payloadOf(value) : ''))
    return { title: button.text, type: button.type, payload }
  })
  return { type: 'filled', text, buttons }
}

type Parameter = z.infer<typeof useSchema>['components'][number]['parameters'][number]

function payloadOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'text':
      return parameter.text
    case 'URL':
      return parameter.url
    case 'POSTBACK':
      return parameter.payload
  }
}

function mismatch(parameter: string): Filled {
  return { type: 'refused', refusal: fail(100, undefined, `Invalid parameter: ${parameter}`) }
}
