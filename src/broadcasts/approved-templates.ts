import type { PlatformTemplate, TemplateParameter } from '../core/channel.ts'
import { fill } from '../core/fill.ts'
import { lengthOf } from '../core/text-length.ts'
import type { TemplateMistake, TemplateMistakeCode } from './template-mistakes.ts'

/** The values of a template's parameters: `uses` with their `{{names}}` filled in. Mistakes name the parameter. */
export function fillTemplate(
  template: PlatformTemplate,
  uses: Readonly<Record<string, string>>,
  named: Readonly<Record<string, string>>,
): { readonly values: Record<string, string>; readonly mistakes: readonly TemplateMistake[] } {
  const values: Record<string, string> = {}
  const mistakes: TemplateMistake[] = []
  const wrong = (code: TemplateMistakeCode, details: Readonly<Record<string, string>> = {}) =>
    mistakes.push({ code, values: { template: template.id, ...details } })
  if (template.status !== 'approved') wrong(template.status)
  for (const parameter of template.parameters) {
    const { name } = parameter
    const use = uses[name]
    if (use === undefined) {
      wrong('no_value', { parameter: name })
      continue
    }
    const value = filledOrNull(use, named)
    const mistake = value === null ? ({ code: 'unknown_name', values: { use } } as const) : wrongWith(parameter, value)
    if (mistake) wrong(mistake.code, { parameter: name, ...mistake.values })
    else if (value !== null) values[name] = value
  }
  const known = new Set(template.parameters.map(({ name }) => name))
  for (const name of Object.keys(uses).filter((one) => !known.has(one))) wrong('no_parameter', { parameter: name })
  return { values, mistakes }
}

function filledOrNull(use: string, named: Readonly<Record<string, string>>): string | null {
  try {
    return fill(use, named).normalize('NFC').trim()
  } catch {
    return null
  }
}

const DATE = /^(?:([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)? )?\d{2}\/\d{2}\/\d{4}$/

function wrongWith({ type, maxLength, refuses }: TemplateParameter, value: string): TemplateMistake | null {
  if (value === '') return { code: 'empty', values: {} }
  const length = lengthOf(value)
  if (maxLength !== null && length > maxLength)
    return { code: 'too_long', values: { length: String(length), max: String(maxLength) } }
  if (type === 'number' && !/^\d+$/.test(value)) return { code: 'not_number', values: {} }
  if (type === 'date' && !DATE.test(value)) return { code: 'not_date', values: {} }
  const sign = [...(refuses ?? '')].find((one) => value.includes(one))
  return sign === undefined ? null : { code: 'sign', values: { sign } }
}
