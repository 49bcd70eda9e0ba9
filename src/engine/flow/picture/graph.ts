import type { Actions } from '../../action.ts'
import type { Flow } from '../flow.schema.ts'
import { kindOf, type Step } from '../step.schema.ts'
import { headOf, targetsOf } from '../step-parts.ts'

/** Longer texts are cut: a picture shows the way, the file the words. */
const MAX_CHARS = 40

export interface GraphNode {
  readonly id: string
  readonly kind: 'start' | 'end' | 'button' | 'say' | 'ask' | 'call' | 'choose' | 'run'
  /** What is said, asked or done, cut to 40 characters. */
  readonly text: string
  /** What kind of answer, or where a button leads; empty for none. */
  readonly note: string
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** The outcome or the case; empty where there is only one way. */
  readonly label: string
  /** Whether it leaves the flow: a button that a person may press or not. */
  readonly aside: boolean
}

export interface FlowGraph {
  readonly title: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** A flow as nodes and edges. A `go` is no node of its own: what leads to it leads on to its target. */
export function graphOf(flow: Flow, actions: Actions): FlowGraph {
  const { steps } = flow
  const shown = steps.flatMap((step, at) => ('go' in step ? [] : [{ step, at }]))
  const idAt = (at: number) => nodeAt(steps, at)
  const ways = shown.flatMap(({ step, at }) =>
    waysOf(step, actions).map(({ label, target }) => ({
      from: `s${at}`,
      to: idAt(indexOf(steps, target, at)),
      label,
      aside: false,
    })),
  )
  const edges: GraphEdge[] = [{ from: 'start', to: idAt(0), label: '', aside: false }, ...merged(ways)]
  const buttons = shown.flatMap(({ step, at }) => buttonsOf(step, at))
  return {
    title: flow.title,
    nodes: [
      { id: 'start', kind: 'start', text: cut(flow.title), note: '' },
      ...shown.map(({ step, at }) => nodeOf(step, at)),
      ...buttons,
      { id: 'end', kind: 'end', text: 'end', note: '' },
    ],
    edges: [...edges, ...buttons.map(({ id }) => ({ from: id.replace(/b\d+$/, ''), to: id, label: '', aside: true }))],
  }
}

function nodeOf(step: Step, at: number): GraphNode {
  const kind = kindOf(step) as Exclude<ReturnType<typeof kindOf>, 'go'>
  return { id: `s${at}`, kind, text: cut(headOf(step)), note: 'ask' in step ? `${step.expects}: ${step.save}` : '' }
}

function buttonsOf(step: Step, at: number): GraphNode[] {
  return ('say' in step ? (step.choices ?? []) : []).map((choice, index) => {
    const target =
      'topic' in choice ? choice.topic : 'flow' in choice ? choice.flow : 'url' in choice ? choice.url : choice.phone
    return { id: `s${at}b${index}`, kind: 'button', text: cut(choice.label), note: cut(target) }
  })
}

function waysOf(step: Step, actions: Actions): { readonly label: string; readonly target: string }[] {
  const named = targetsOf(step).map(({ path, text }) => ({ label: String(path.at(-1)), target: text }))
  if ('choose' in step) return step.else === undefined ? [...named, { label: 'else', target: 'next' }] : named
  if ('call' in step) {
    const outcomes = actions.get(step.call)?.outcomes ?? []
    const rest = outcomes.filter((name) => !(name in (step.outcomes ?? {})))
    if (outcomes.length <= 1 && named.length === 0) return [{ label: '', target: 'next' }]
    return [...named, ...rest.map((label) => ({ label, target: 'next' }))]
  }
  return [{ label: '', target: 'next' }]
}

/** Several ways between the same two nodes become one with all their names. */
function merged(ways: readonly GraphEdge[]): GraphEdge[] {
  const byEnds = Map.groupBy(ways, ({ from, to }) => `${from} ${to}`)
  return [...byEnds.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, label: [first, ...others].map(({ label }) => label).join(', ') }] : [],
  )
}

function indexOf(steps: readonly Step[], target: string, at: number): number {
  if (target === 'next') return at + 1
  const index = target === 'end' ? steps.length : steps.findIndex(({ id }) => id === target)
  return index < 0 ? steps.length : index
}

/** The node that a way to the step `at` ends in: passes over each `go` to its target. */
function nodeAt(steps: readonly Step[], start: number): string {
  let at = start
  for (let passed = 0; passed <= steps.length; passed++) {
    const step = steps[at]
    if (step === undefined) return 'end'
    if (!('go' in step)) return `s${at}`
    at = indexOf(steps, step.go, at)
  }
  return 'end'
}

/** At most 40 characters, in whole words. */
function cut(text: string): string {
  const letters = [...text.replaceAll(/\s+/g, ' ').trim()]
  if (letters.length <= MAX_CHARS) return letters.join('')
  const start = letters.slice(0, MAX_CHARS + 1).join('')
  const lastSpace = start.lastIndexOf(' ')
  return `${lastSpace > 0 ? start.slice(0, lastSpace) : letters.slice(0, MAX_CHARS).join('')}…`
}
