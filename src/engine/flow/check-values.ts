import type { Actions } from '../action.ts'
import type { FlowSurroundings } from './check-flows.ts'
import { nextOf } from './check-reach.ts'
import { didYouMean } from './nearest.ts'
import type { FlowFile, FlowMistake } from './read-flows.ts'
import type { SaidIssue } from './schema-issues.ts'
import type { AskStep, Step } from './step.schema.ts'
import { namesUsed, type StepPart } from './step-parts.ts'

type FlowsById = ReadonlyMap<string, FlowFile>

/** The names that have a value at a place of a flow: on every way there, and on one way at least. */
interface Given {
  readonly surely: ReadonlySet<string>
  readonly perhaps: ReadonlySet<string>
}

interface Known {
  readonly flows: FlowsById
  readonly actions: Actions
}

const NOTHING: Given = { surely: new Set(), perhaps: new Set() }

/** Names that have no value where they are used, and cases that no answer can have. */
export function checkValues(file: FlowFile, flows: FlowsById, { actions, values }: FlowSurroundings): FlowMistake[] {
  const { steps } = file.flow
  const known: Known = { flows, actions }
  const places = givenAt(steps, entryOf(file, known, new Set()), known, new Set([file.flow.id]))
  const anywhere = new Set([...values, ...places.flatMap((given) => [...(given?.perhaps ?? [])])])
  return steps.flatMap((step, at) => {
    const here = places[at] ?? { surely: anywhere, perhaps: anywhere }
    return [
      ...namesUsed(step).flatMap((used) => checkName(used, step, here, values, anywhere)),
      ...('choose' in step ? checkCases(step, steps) : []),
    ].map(({ path, message }) => ({ file: file.file, line: file.lineOf(['steps', at, ...path]), message }))
  })
}

function checkName(
  { path, text: name }: StepPart,
  step: Step,
  here: Given,
  values: readonly string[],
  anywhere: ReadonlySet<string>,
): SaidIssue[] {
  if (values.includes(name) || here.surely.has(name)) return []
  const said = path[0] === 'choose' || path[0] === 'options_from' ? name : `{{${name}}}`
  if (!anywhere.has(name))
    return [
      {
        path,
        message: `uses ${said}, which nothing here gives a value${didYouMean(name, anywhere)}: ask for it above, or call an action that gives it`,
      },
    ]
  if (!here.perhaps.has(name))
    return [{ path, message: `uses ${said} before it has a value: put this step below the one that gives it` }]
  return bearsAbsence(path, step)
    ? []
    : [{ path, message: `uses ${said}, which has no value on one of the ways here: ask for it on every way` }]
}

/** A condition and a parameter that is one name alone take a missing value as an empty one; a text cannot. */
function bearsAbsence(path: readonly PropertyKey[], step: Step): boolean {
  if (path[0] === 'choose') return true
  return 'call' in step && path[0] === 'with' && /^\{\{\w+\}\}$/.test(step.with?.[String(path[1])] ?? '')
}

/** Where what is chosen by was asked as a choice, each case must be one of its values. */
function checkCases(step: Extract<Step, { choose: string }>, steps: readonly Step[]): SaidIssue[] {
  const asks = steps.filter((one): one is AskStep => 'ask' in one && one.save === step.choose)
  const possible = asks.flatMap(valuesOf)
  if (asks.length === 0 || possible.includes(null)) return []
  const names = possible.filter((value) => value !== null)
  return Object.keys(step.cases)
    .filter((key) => !names.includes(key))
    .map((key) => ({
      path: ['cases', key],
      message: `${step.choose} is never ${JSON.stringify(key)}${didYouMean(key, names)}: it may be ${names.join(', ')}`,
    }))
}

/** What an answer may be, as a case names it; null for anything. */
function valuesOf(ask: AskStep): (string | null)[] {
  if (ask.expects === 'yes_no') return ['yes', 'no', ...(ask.options ?? []).map(({ value }) => value)]
  return ask.expects === 'choice' && ask.options ? ask.options.map(({ value }) => value) : [null]
}

/** What has a value when a flow begins: what all those that run it have by then; nothing when it also starts by itself. */
function entryOf({ flow }: FlowFile, known: Known, seen: ReadonlySet<string>): Given {
  if (seen.has(flow.id)) return NOTHING
  const within = new Set([...seen, flow.id])
  const entries = [...known.flows.values()].flatMap((other) => {
    const runs = other.flow.steps.flatMap((step, at) => ('run' in step && step.run === flow.id ? [at] : []))
    if (runs.length === 0 || other.flow.id === flow.id) return []
    const places = givenAt(other.flow.steps, entryOf(other, known, within), known, new Set([other.flow.id]))
    return runs.flatMap((at) => places[at] ?? [])
  })
  const alone =
    Object.values(flow.starts).some((starts) => !Array.isArray(starts) || starts.length > 0) ||
    isOffered(flow.id, known.flows)
  return entries.length === 0 ? NOTHING : [...entries, ...(alone ? [NOTHING] : [])].reduce(meet)
}

/** Whether a button of any flow leads here. */
function isOffered(id: string, flows: FlowsById): boolean {
  const choices = [...flows.values()].flatMap(({ flow }) =>
    flow.steps.flatMap((step) => ('say' in step ? (step.choices ?? []) : [])),
  )
  return choices.some((choice) => 'flow' in choice && choice.flow === id)
}

/** What has a value before each step, and last at the end; null where nothing leads. */
function givenAt(steps: readonly Step[], entry: Given, known: Known, running: ReadonlySet<string>): (Given | null)[] {
  const places: (Given | null)[] = Array.from({ length: steps.length + 1 }, () => null)
  const queue: { readonly at: number; readonly given: Given }[] = [{ at: 0, given: entry }]
  for (let one = queue.pop(); one; one = queue.pop()) {
    const before = places[one.at] ?? null
    const here = before === null ? one.given : meet(before, one.given)
    if (before !== null && isSame(before, here)) continue
    places[one.at] = here
    const step = steps[one.at]
    if (step === undefined) continue
    const after = join(here, givenBy(step, known, running))
    for (const at of nextOf(steps, step, one.at, known.actions)) queue.push({ at, given: after })
  }
  return places
}

function givenBy(step: Step, known: Known, running: ReadonlySet<string>): Given {
  const both = (names: readonly string[]): Given => ({ surely: new Set(names), perhaps: new Set(names) })
  if ('ask' in step) return both([step.save])
  if ('call' in step) return both(known.actions.get(step.call)?.gives ?? [])
  if (!('run' in step) || running.has(step.run)) return NOTHING
  const run = known.flows.get(step.run)?.flow.steps ?? []
  return givenAt(run, NOTHING, known, new Set([...running, step.run])).at(-1) ?? NOTHING
}

function meet(one: Given, other: Given): Given {
  const surely = new Set([...one.surely].filter((name) => other.surely.has(name)))
  return { surely, perhaps: new Set([...one.perhaps, ...other.perhaps]) }
}

function join(one: Given, other: Given): Given {
  return {
    surely: new Set([...one.surely, ...other.surely]),
    perhaps: new Set([...one.perhaps, ...other.perhaps]),
  }
}

function isSame(one: Given, other: Given): boolean {
  return one.surely.size === other.surely.size && one.perhaps.size === other.perhaps.size
}
