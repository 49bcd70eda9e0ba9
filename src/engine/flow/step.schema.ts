import { z } from 'zod'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import { READ_ONCE } from '../../core/read-once.ts'
import { didYouMean } from './nearest.ts'
import { sayIssues } from './schema-issues.ts'

const stepId = z.string().regex(/^[a-z0-9-]+$/, { error: 'a step id has small letters, digits and hyphens' })
/** The id of a step, `next` for the step below, `end` for the end of the flow. */
const target = stepId.describe('A step id, "next" or "end".')
const valueName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, { error: 'a value name has small letters, digits and underscores' })

const label = z
  .string()
  .trim()
  .min(1, { error: 'a label is empty: write what stands on the button' })
  .max(60, { error: 'a label has at most 60 characters' })
const choiceSchema = z.union(
  [
    z.strictObject({ label, topic: z.string() }),
    z.strictObject({ label, flow: z.string() }),
    z.strictObject({ label, url: z.url({ protocol: /^https$/ }) }),
    z.strictObject({ label, phone: z.string().regex(/^\d{4,12}$/) }),
  ],
  { error: 'a choice has a label and one of topic, flow, url (https) or phone (digits)' },
)
/** A button that leads somewhere. */
export type FlowChoice = z.infer<typeof choiceSchema>

const text = z.string().trim().min(1)
const variant = z.strictObject({
  text,
  channels: z.array(z.enum(CHANNEL_TYPES)).optional(),
  provinces: z.array(z.string()).optional(),
})
/** One text for all, or several of which the first that fits channel and province is said; the last fits everywhere. */
const texts = z.union([text, z.array(variant).min(1)], {
  error: 'write a text (in quotes where it has : { [ # in it), or a list of variants with a text each',
})
export type FlowTexts = z.infer<typeof texts>

const saySchema = z.strictObject({
  id: stepId.optional(),
  say: texts,
  choices: z
    .array(choiceSchema)
    .max(10, { error: 'at most 10 choices: more is no longer read on a small screen' })
    .optional(),
  image: z.strictObject({ url: z.url({ protocol: /^https$/ }), alt: text }).optional(),
  file: z.strictObject({ url: z.url({ protocol: /^https$/ }), name: text }).optional(),
})

/** What an answer may be. The readers stand in `engine/expects`. */
export const EXPECTED = [
  'choice',
  'text',
  'name',
  'phone',
  'date',
  'time',
  'date_time',
  'number',
  'yes_no',
  'commune',
  'photo',
  'location',
  'contact',
] as const
export type Expected = (typeof EXPECTED)[number]

const askSchema = z.strictObject({
  id: stepId,
  ask: texts,
  expects: z.enum(EXPECTED),
  save: valueName.describe('The name under which the answer is kept: {{name}} in texts.'),
  label: z.string().trim().min(1).max(40).describe('What the answer is called when it is corrected: "sửa <label>".'),
  hint: text.optional().describe('Said after a wrong answer, in place of the usual hint.'),
  why: text.optional().describe('Said when the person asks what this is needed for.'),
  options: z
    .array(
      z.strictObject({
        label: label,
        value: z.string().regex(/^[a-z0-9_-]+$/),
        also: z
          .array(text)
          .min(1)
          .optional()
          .describe(
            'What people say for it beside its label: "mẹ tôi"; with "=" before it, as the whole answer alone.',
          ),
      }),
    )
    .min(1)
    .max(10)
    .optional()
    .describe('For choice: what may be chosen. For yes_no: what may be answered beside yes and no.'),
  options_from: valueName
    .optional()
    .describe('The value, given by an action, that lists the options of a choice, or the communes to suggest.'),
  optional: z.literal(true).optional().describe('May be left out with "bỏ qua".'),
  remember: z.literal(true).optional().describe('Kept for other flows, which then do not ask it again.'),
  min: z.int().optional(),
  max: z.int().optional(),
})

const callSchema = z.strictObject({
  id: stepId.optional(),
  call: z.string().regex(/^[a-z][a-z0-9_]*$/),
  with: z.record(z.string(), z.string()).optional().describe('Parameters: a value in {{braces}}, or a fixed text.'),
  outcomes: z.record(z.string(), target).optional().describe('Where each outcome leads; those not named go on below.'),
})

const chooseSchema = z.strictObject({
  id: stepId.optional(),
  choose: valueName,
  cases: z.record(z.string(), target),
  else: target.optional(),
})

const goSchema = z.strictObject({ id: stepId.optional(), go: target })
const runSchema = z.strictObject({ id: stepId.optional(), run: z.string() })

export type SayStep = z.infer<typeof saySchema>
export type AskStep = z.infer<typeof askSchema>
export type CallStep = z.infer<typeof callSchema>
export type ChooseStep = z.infer<typeof chooseSchema>
export type GoStep = z.infer<typeof goSchema>
export type RunStep = z.infer<typeof runSchema>
export type Step = SayStep | AskStep | CallStep | ChooseStep | GoStep | RunStep

const SCHEMAS = { say: saySchema, ask: askSchema, call: callSchema, choose: chooseSchema, go: goSchema, run: runSchema }
export type StepKind = keyof typeof SCHEMAS
const KINDS = Object.keys(SCHEMAS) as StepKind[]

/** The form of all kinds of steps, for editors. */
export const anyStepSchema = z.union([saySchema, askSchema, callSchema, chooseSchema, goSchema, runSchema])

/** A step, told by the one key that names its kind: a mistake in an `ask` is told as one of an `ask`. */
export const stepSchema = z.unknown().transform((raw, context): Step => {
  if (typeof raw !== 'object' || raw === null) {
    context.addIssue({ code: 'custom', message: `a step begins with "- " and one of ${KINDS.join(', ')} with a colon` })
    return z.NEVER
  }
  const [kind, second] = KINDS.filter((one) => one in raw)
  if (kind === undefined || second !== undefined) {
    const keys = Object.keys(raw)
    const meant = keys.map((key) => didYouMean(key, KINDS)).join('')
    const found =
      kind === undefined ? `${keys.join(', ') || 'nothing'}${meant}` : `${kind} and ${second}: make two steps of it`
    context.addIssue({ code: 'custom', message: `a step has exactly one of ${KINDS.join(', ')}; here is ${found}` })
    return z.NEVER
  }
  const parsed = SCHEMAS[kind].safeParse(raw, READ_ONCE)
  if (parsed.success) return parsed.data
  for (const { path, message } of sayIssues(parsed.error.issues, raw, Object.keys(SCHEMAS[kind].shape)))
    context.addIssue({ code: 'custom', path: [...path], message })
  return z.NEVER
})

/** The kind of a step. */
export function kindOf(step: Step): StepKind {
  return KINDS.find((kind) => kind in step) as StepKind
}
