import type { PlatformTemplate, TemplateParameter } from '../core/channel.ts'
import { fill } from '../core/fill.ts'
import { lengthOf } from '../core/text-length.ts'

/** What keeps a template from being used, for the officer who named it. */
export interface TemplateMistake {
  /** The template or the parameter that is wrong. */
  readonly name: string
  readonly message: string
}

const STATUS_WORDS: Readonly<Record<Exclude<PlatformTemplate['status'], 'approved'>, string>> = {
  in_review: 'is still being reviewed by the platform',
  refused: 'was refused by the platform',
  disabled: 'was disabled by the platform',
}

/** The values of a template's parameters: `uses` with their `{{names}}` filled in. Mistakes name the parameter. */
export function fillTemplate(
  template: PlatformTemplate,
  uses: Readonly<Record<string, string>>,
  named: Readonly<Record<string, string>>,
): { readonly values: Record<string, string>; readonly mistakes: readonly TemplateMistake[] } {
  const values: Record<string, string> = {}
  const mistakes: TemplateMistake[] = []
  if (template.status !== 'approved')
    mistakes.push({ name: template.id, message: `The template ${template.id} ${STATUS_WORDS[template.status]}.` })
  for (const parameter of template.parameters) {
    const { name } = parameter
    const value = filledOrNull(uses[name], named)
    const wrong = value.type === 'wrong' ? value.why : wrongWith(parameter, value.text)
    if (wrong !== null) mistakes.push({ name, message: `The parameter "${name}" of ${template.id} ${wrong}.` })
    else if (value.type === 'text') values[name] = value.text
  }
  const known = new Set(template.parameters.map(({ name }) => name))
  for (const name of Object.keys(uses).filter((one) => !known.has(one)))
    mistakes.push({ name, message: `The template ${template.id} has no parameter "${name}".` })
  return { values, mistakes }
}

type Filled = { readonly type: 'text'; readonly text: string } | { readonly type: 'wrong'; readonly why: string }

function filledOrNull(use: string | undefined, named: Readonly<Record<string, string>>): Filled {
  if (use === undefined) return { type: 'wrong', why: 'has no value: give one under content.approved' }
  try {
    return { type: 'text', text: fill(use, named).normalize('NFC').trim() }
  } catch (error) {
    return { type: 'wrong', why: `cannot be filled in: ${(error as Error).message}` }
  }
}

const DATE = /^(?:([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)? )?\d{2}\/\d{2}\/\d{4}$/

function wrongWith({ type, maxLength, refuses }: TemplateParameter, value: string): string | null {
  if (value === '') return 'is empty'
  const length = lengthOf(value)
  if (maxLength !== null && length > maxLength) return `has ${length} characters, the platform takes ${maxLength}`
  if (type === 'number' && !/^\d+$/.test(value)) return 'must be digits alone'
  if (type === 'date' && !DATE.test(value)) return 'must be a day such as 05/10/2026 or 19:30 05/10/2026'
  const sign = [...(refuses ?? '')].find((one) => value.includes(one))
  return sign === undefined ? null : `must not have the sign ${sign}`
}
