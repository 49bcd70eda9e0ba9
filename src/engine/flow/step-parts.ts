import { type FlowTexts, kindOf, type Step } from './step.schema.ts'

/** A text or a name in a step, and where in the step it stands. */
export interface StepPart {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

/** The ids of steps that a step leads to, `next` and `end` among them, with the place of each. */
export function targetsOf(step: Step): StepPart[] {
  if ('go' in step) return [{ path: ['go'], text: step.go }]
  if ('call' in step) return entriesAt('outcomes', step.outcomes)
  if ('choose' in step)
    return [
      ...entriesAt('cases', step.cases),
      ...(step.else === undefined ? [] : [{ path: ['else'], text: step.else }]),
    ]
  return []
}

/** Everything a step may say. */
export function textsOf(step: Step): StepPart[] {
  const all = (key: 'say' | 'ask', texts: FlowTexts): StepPart[] =>
    typeof texts === 'string'
      ? [{ path: [key], text: texts }]
      : texts.map(({ text }, at) => ({ path: [key, at, 'text'], text }))
  if ('say' in step) return all('say', step.say)
  if ('ask' in step)
    return [
      ...all('ask', step.ask),
      ...(['hint', 'why'] as const).flatMap((key) => {
        const text = step[key]
        return text === undefined ? [] : [{ path: [key], text }]
      }),
    ]
  return []
}

/** The `{{names}}` a step needs a value for, in its texts, parameters, options and conditions. */
export function namesUsed(step: Step): StepPart[] {
  const texts = [...textsOf(step), ...('call' in step ? entriesAt('with', step.with) : [])]
  const inTexts = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => ({ path, text: match[1] ?? '' })),
  )
  if ('ask' in step && step.options_from !== undefined)
    return [...inTexts, { path: ['options_from'], text: step.options_from }]
  if ('ask' in step && step.options_from !== undefined)
    return [...inTexts, { path: ['options_from'], text: step.options_from }]
  return 'choose' in step ? [...inTexts, { path: ['choose'], text: step.choose }] : inTexts
}

/** The first words of a step, by which a person tells it from others. */
export function headOf(step: Step): string {
  if ('call' in step) return step.call
  if ('choose' in step) return step.choose
  if ('go' in step) return step.go
  if ('run' in step) return step.run
  return textsOf(step)[0]?.text ?? kindOf(step)
}

function entriesAt(key: string, entries: Readonly<Record<string, string>> | undefined): StepPart[] {
  return Object.entries(entries ?? {}).map(([name, text]) => ({ path: [key, name], text }))
}
