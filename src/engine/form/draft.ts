import { z } from 'zod'
import { fill } from '../../core/fill.ts'
import { channelOf, type TopicId } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import type { ActionContext, Write } from '../action.ts'
import type { Conversation } from '../conversation.ts'
import type { Flow } from '../flow/flow.schema.ts'
import { type AskStep, type FlowTexts, kindOf, type Step } from '../flow/step.schema.ts'
import type { Decision, Effect, Findings, TurnInput } from '../run-turn.ts'
import type { Frame, Session } from '../session.ts'

/** A turn while it is decided: what it has said and done so far. Lives for one turn alone. */
export interface Draft {
  readonly conversation: Conversation
  readonly input: TurnInput
  session: Session
  readonly messages: Message[]
  readonly effects: Effect[]
  readonly writes: Write[]
  decision: Decision
  /** Staff were asked to take over. */
  handedOver: boolean
  findings: Findings | null
}

/** The beginning of a turn: nothing was said or done yet. */
export function newDraft(conversation: Conversation, input: TurnInput): Draft {
  const { session } = input
  return {
    conversation,
    input,
    session,
    messages: [],
    effects: [],
    writes: [],
    handedOver: false,
    decision: 'silent',
    findings: null,
  }
}

/** The ask that waits for an answer, and where it stands. */
export interface Asking {
  readonly frame: Frame
  readonly flow: Flow
  readonly step: AskStep
  readonly at: number
}

/** The name of a step that the file may leave without one. */
export function stepIdOf(step: Step, at: number): string {
  return step.id ?? `#${at}`
}

/** What a waiting step stands for; of another meaning, an answer to it would be one to something else. */
export function meaningOf(step: Step): string {
  if ('ask' in step) return `${step.expects}:${step.save}`
  return 'run' in step ? `run:${step.run}` : kindOf(step)
}

export function newFrame(flow: Flow, values: Frame['values'], now: number): Frame {
  return { flow: flow.id, step: '', meaning: '', values, answered: [], tries: 0, at: now, state: 'asking' }
}

/** The ask on top of the stack; null when nothing is asked, or the file no longer asks it. */
export function askingOf({ conversation, session }: Draft): Asking | null {
  const frame = session.stack.at(-1)
  const flow = frame?.state === 'asking' ? conversation.flows.get(frame.flow) : undefined
  if (!frame || !flow) return null
  const at = flow.steps.findIndex((step, index) => stepIdOf(step, index) === frame.step)
  const step = flow.steps[at]
  return step && 'ask' in step && meaningOf(step) === frame.meaning
    ? { frame, flow, step: withOptions(step, frame.values), at }
    : null
}

const optionsSchema = z.array(
  z.object({
    label: z.string(),
    value: z.string(),
    /** What people also say for it, such as its code. */
    also: z.array(z.string()).optional(),
    /** How it looks as a card: its own button, and a link that belongs to it. */
    card: z
      .object({
        title: z.string(),
        subtitle: z.string(),
        button: z.string(),
        link: z.object({ label: z.string(), url: z.string() }).nullable(),
      })
      .optional(),
  }),
)
/** An option that an action gave. */
type GivenOption = z.infer<typeof optionsSchema>[number]
/** An option that an action gives to be shown as a card. */
export type CardOption = Pick<GivenOption, 'label' | 'value'> & {
  also: string[]
  card: NonNullable<GivenOption['card']>
}

/** The options of an ask that an action gave; none where it has its own. */
export function givenOptions(step: AskStep, values: Frame['values']): readonly GivenOption[] {
  return step.options_from === undefined ? [] : optionsSchema.parse(values[step.options_from]?.value ?? [])
}

/** The ask with the options that an action gave, where it takes them from there. */
export function withOptions(step: AskStep, values: Frame['values']): AskStep {
  if (step.options_from === undefined) return step
  return { ...step, options: [...givenOptions(step, values)] }
}

/** A text of the flow as it is said here, its `{{names}}` filled in from the answers. */
export function textFor({ conversation, input, session }: Draft, texts: FlowTexts, values: Frame['values']): string {
  const channel = channelOf(input.event.account)
  const chosen =
    typeof texts === 'string'
      ? texts
      : (
          texts.find(
            (variant) =>
              (variant.channels?.includes(channel) ?? true) && (variant.provinces?.includes(input.province) ?? true),
          ) ?? texts.at(-1)
        )?.text
  return fill(chosen ?? '', { ...conversation.values(input.province), ...saidOf(session.known), ...saidOf(values) })
}

function saidOf(values: Frame['values']): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, { said }]) => [name, said]))
}

export function contextOf({ input, session }: Draft): ActionContext {
  const { event, province, now } = input
  if (event.contact === null) throw new Error('a turn of nobody')
  return {
    contact: event.contact,
    account: event.account,
    channel: channelOf(event.account),
    province,
    now,
    words: event.type === 'message' && event.text.trim() !== '' ? event.text : null,
    lastQuestion: session.lastQuestion,
    answeredWith: session.met?.how === 'answered' ? (session.met.topic as TopicId) : null,
    known: session.known,
  }
}
