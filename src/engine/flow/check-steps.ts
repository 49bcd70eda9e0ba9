import type { ProvinceId, TopicId } from '../../core/ids.ts'
import { checkCall } from './check-call.ts'
import type { FlowSurroundings } from './check-flows.ts'
import { didYouMean } from './nearest.ts'
import type { FlowFile, FlowMistake } from './read-flows.ts'
import type { SaidIssue } from './schema-issues.ts'
import type { AskStep, FlowChoice, FlowTexts, Step } from './step.schema.ts'
import { targetsOf, textsOf } from './step-parts.ts'

/** Zalo's limit of a text message, with room for what is filled in. */
const MAX_TEXT = 1800
/** Places that every flow has; a step of that name could never be led to. */
const RESERVED = ['next', 'end']

type FlowsById = ReadonlyMap<string, FlowFile>

/** What is wrong within single steps, and in where they lead. */
export function checkSteps(
  { file, flow, lineOf }: FlowFile,
  flows: FlowsById,
  around: FlowSurroundings,
): FlowMistake[] {
  const flowIds = [...flows.keys(), ...(around.unread ?? [])]
  return flow.steps.flatMap((step, at) =>
    [
      ...checkId(step, at, flow.steps),
      ...checkTargets(step, flow.steps),
      ...('run' in step ? checkRun(step.run, flow.id, flows, flowIds) : []),
      ...('ask' in step ? checkAsk(step, at, flow.steps) : []),
      ...('call' in step ? checkCall(step, around.actions) : []),
      ...('say' in step ? (step.choices ?? []) : []).flatMap((choice, index) =>
        checkChoice(choice, ['choices', index], flowIds, around.hasArticle),
      ),
      ...('say' in step ? checkVariants('say', step.say, around.provinces) : []),
      ...('ask' in step ? checkVariants('ask', step.ask, around.provinces) : []),
      ...textsOf(step).flatMap(({ path, text }) =>
        text.length > MAX_TEXT
          ? [
              {
                path,
                message: `the text has ${text.length} characters: at most ${MAX_TEXT}, or Zalo cuts it; make two steps of it`,
              },
            ]
          : [],
      ),
    ].map(({ path, message }) => ({ file, line: lineOf(['steps', at, ...path]), message })),
  )
}

function checkId(step: Step, at: number, steps: readonly Step[]): SaidIssue[] {
  if (step.id === undefined) return []
  const path = ['id']
  if (RESERVED.includes(step.id))
    return [{ path, message: `no step may be called ${step.id}: every flow has that place` }]
  const first = steps.findIndex(({ id }) => id === step.id)
  return first < at ? [{ path, message: `the step id ${step.id} stands twice: give each step an id of its own` }] : []
}

function checkTargets(step: Step, steps: readonly Step[]): SaidIssue[] {
  const ids = steps.flatMap(({ id }) => (id === undefined ? [] : [id]))
  return targetsOf(step)
    .filter(({ text }) => !RESERVED.includes(text) && !ids.includes(text))
    .map(({ path, text }) => ({
      path,
      message: `leads to the step ${text}, which does not exist${didYouMean(text, ids)}: the ids here are ${[...new Set(ids), ...RESERVED].join(', ')}`,
    }))
}

function checkRun(run: string, id: string, flows: FlowsById, flowIds: readonly string[]): SaidIssue[] {
  const path = ['run']
  if (run === id) return [{ path, message: 'a flow cannot run itself: lead back to one of its steps with go' }]
  if (!flowIds.includes(run))
    return [
      {
        path,
        message: `runs the flow ${run}, which does not exist${didYouMean(run, flowIds)}: write it, or name another`,
      },
    ]
  if (runsAtLast(run, id, flows, new Set()))
    return [{ path, message: `runs the flow ${run}, which runs ${id} again: one of them must end without the other` }]
  return []
}

function runsAtLast(from: string, to: string, flows: FlowsById, seen: Set<string>): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  return (flows.get(from)?.flow.steps ?? []).some(
    (step) => 'run' in step && (step.run === to || runsAtLast(step.run, to, flows, seen)),
  )
}

function checkAsk(step: AskStep, at: number, steps: readonly Step[]): SaidIssue[] {
  const found: SaidIssue[] = []
  if (step.expects === 'choice' && !step.options && step.options_from === undefined)
    found.push({
      path: ['expects'],
      message: `${step.id} expects a choice: list its options, each with label and value, or name in options_from the value that has them`,
    })
  if (step.expects === 'choice' && step.options?.length === 1)
    found.push({ path: ['options'], message: 'a choice of one is none: add an option' })
  if (!mayHaveOptions(step))
    found.push({
      path: ['options'],
      message:
        'only choice has options, and yes_no beside its own; options_from only choice and commune: change expects, or remove them',
    })
  for (const key of ['label', 'value'] as const) {
    const all = (step.options ?? []).map((option) => option[key])
    const twice = all.findIndex((one, index) => all.indexOf(one) < index)
    if (twice >= 0)
      found.push({
        path: ['options', twice],
        message: `the option's ${key} "${all[twice]}" stands twice: make them differ`,
      })
  }
  if ((step.min !== undefined || step.max !== undefined) && step.expects !== 'number')
    found.push({
      path: [step.min === undefined ? 'max' : 'min'],
      message: 'only expects: number has min and max: remove them, or expect a number',
    })
  if (step.min !== undefined && step.max !== undefined && step.min > step.max)
    found.push({ path: ['min'], message: `min (${step.min}) is above max (${step.max}): change one of them` })
  const label = step.label.toLowerCase()
  const sameLabel = steps.findIndex(
    (one) => 'ask' in one && one.label.toLowerCase() === label && one.save !== step.save,
  )
  if (sameLabel >= 0 && sameLabel < at)
    found.push({
      path: ['label'],
      message: `two asks have the label "${step.label}": "sửa ${step.label}" would not know which is meant; give each its own`,
    })
  return found
}

function mayHaveOptions({ expects, options, options_from }: AskStep): boolean {
  if (options && expects !== 'choice' && expects !== 'yes_no') return false
  return options_from === undefined || expects === 'choice' || expects === 'commune'
}

function checkChoice(
  choice: FlowChoice,
  path: readonly PropertyKey[],
  flowIds: readonly string[],
  hasArticle: FlowSurroundings['hasArticle'],
): SaidIssue[] {
  if ('flow' in choice && !flowIds.includes(choice.flow))
    return [
      {
        path,
        message: `the choice "${choice.label}" leads to the flow ${choice.flow}, which does not exist${didYouMean(choice.flow, flowIds)}: write it, or name another`,
      },
    ]
  if ('topic' in choice && !hasArticle(choice.topic as TopicId))
    return [
      {
        path,
        message: `the choice "${choice.label}" leads to the topic ${choice.topic}, which has no article: write it, or name another topic of data/topics.yaml`,
      },
    ]
  return []
}

function checkVariants(key: 'say' | 'ask', texts: FlowTexts, provinces: ReadonlySet<ProvinceId>): SaidIssue[] {
  if (typeof texts === 'string') return []
  const forAll = texts.findIndex((one) => one.channels === undefined && one.provinces === undefined)
  const unknown = texts.flatMap((one, at) =>
    (one.provinces ?? [])
      .filter((province) => !provinces.has(province as ProvinceId))
      .map((province) => ({
        path: [key, at, 'provinces'],
        message: `there is no province ${province}${didYouMean(province, provinces)}: there are ${[...provinces].join(', ')}`,
      })),
  )
  const never = forAll >= 0 && forAll < texts.length - 1
  return [
    ...unknown,
    ...(never
      ? [
          {
            path: [key, forAll + 1],
            message: 'this text is never said: the one above fits everywhere; put that one last',
          },
        ]
      : []),
  ]
}
