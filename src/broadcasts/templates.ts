import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { readYaml } from '../core/read-yaml.ts'
import {
  approvedSchema,
  articleSchema,
  buttonsSchema,
  type Content,
  KNOWN_VALUES,
  textSchema,
  valuesSchema,
  variantSchema,
} from './content.ts'

const templateSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string(),
    /** Names that whoever uses the template must give a value, each with what is meant. */
    asks: z.record(z.string().regex(/^\w+$/), z.string()).default({}),
    /** Topics of a plan's activities for which this is the draft (`plan-drafts.ts`). */
    activities: z.array(z.string()).default([]),
    text: textSchema,
    variants: z.array(variantSchema).default([]),
    buttons: buttonsSchema.default([]),
  })
  .superRefine((template, context) => {
    const known = new Set<string>([...KNOWN_VALUES, ...Object.keys(template.asks)])
    for (const text of [template.text, ...template.variants.map((variant) => variant.text)]) {
      for (const [, used = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
        if (!known.has(used)) context.addIssue({ code: 'custom', message: `{{${used}}} is not among "asks"` })
      }
    }
  })

/** A message text that officers choose from, in place of writing one. */
export type Template = z.infer<typeof templateSchema>
export type Templates = ReadonlyMap<string, Template>

const frameSchema = z.strictObject({
  footer: z.string(),
  activity: z.string(),
  when_day: z.string(),
  when_days: z.string(),
  day_title: z.string(),
  day: z.string(),
  day_item: z.string(),
  more: z.string(),
})

/** The texts officers choose from, and what stands around them. */
export interface BroadcastTexts {
  readonly templates: Templates
  readonly frame: z.infer<typeof frameSchema>
}

/** What goes out where the text itself may not. */
const beside = { approved: approvedSchema.optional(), article: articleSchema.optional() }
/** What a draft says: a template with its values, or a text of its own. */
export const contentInputSchema = z.union([
  z.strictObject({ template: z.string(), values: valuesSchema.default({}), ...beside }),
  z.strictObject({ text: textSchema, buttons: buttonsSchema.default([]), values: valuesSchema.default({}), ...beside }),
])
export type ContentInput = z.infer<typeof contentInputSchema>

/** What is said in place of `content`: a rewording leaves the ways beside the text alone, and the buttons of a text. */
export function rewordContent(
  { buttons, values, approved, article }: Content,
  said:
    | Pick<Extract<ContentInput, { template: string }>, 'template' | 'values'>
    | { text: string; values?: Content['values'] },
): ContentInput {
  const others = { ...(approved && { approved }), ...(article && { article }) }
  return 'template' in said ? { ...said, ...others } : { buttons, values, ...said, ...others }
}

/**
 * Reads `data/messages/broadcasts` and `data/messages/broadcast-frame.yaml`. Throws an `AppError` that names
 * the file with a mistake.
 */
export function readBroadcastTexts(messagesFolder: string): BroadcastTexts {
  const folder = join(messagesFolder, 'broadcasts')
  const templates = new Map<string, Template>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const template = readYaml(join(folder, file), templateSchema)
    if (file !== `${template.id}.yaml`)
      throw new AppError('data_file', `${join(folder, file)} is wrong: its id must be its file's name.`)
    templates.set(template.id, template)
  }
  return { templates, frame: readYaml(join(messagesFolder, 'broadcast-frame.yaml'), frameSchema) }
}

/** What a draft says, complete in itself. Throws an `AppError` for an unknown template or a value that is missing. */
export function resolveContent(input: ContentInput, { templates, frame: { footer } }: BroadcastTexts): Content {
  if ('text' in input) return { template: null, variants: [], ...input, footer }
  const template = templates.get(input.template)
  if (!template)
    throw new AppError(
      'broadcast_content',
      `There is no template "${input.template}" in data/messages/broadcasts; there are ${[...templates.keys()].sort().join(', ')}.`,
    )
  const missing = Object.entries(template.asks).filter(([name]) => input.values[name] === undefined)
  if (missing.length > 0)
    throw new AppError(
      'broadcast_content',
      `The template "${template.id}" needs values: ${missing.map(([name, meaning]) => `${name} (${meaning})`).join(', ')}.`,
    )
  const { text, variants, buttons } = template
  const { values, approved, article } = input
  const others = { ...(approved && { approved }), ...(article && { article }) }
  return { template: template.id, text, variants, buttons, values, footer, ...others }
}
