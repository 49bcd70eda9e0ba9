import { z } from 'zod'
import { READ_ONCE } from '../../core/read-once.ts'
import type { Action, Actions } from '../action.ts'
import { didYouMean } from './nearest.ts'
import { type SaidIssue, sayIssues } from './schema-issues.ts'
import type { CallStep } from './step.schema.ts'

/** Whether an action exists, is given what it needs, and every outcome of it leads somewhere. */
export function checkCall(step: CallStep, actions: Actions): SaidIssue[] {
  const action = actions.get(step.call)
  if (!action) {
    const names = [...actions.keys()].sort()
    return [
      {
        path: ['call'],
        message: `calls ${step.call}, which is no action${didYouMean(step.call, names)}: there are ${names.join(', ')}`,
      },
    ]
  }
  return [...checkOutcomes(step, action), ...checkParams(step, action)]
}

function checkOutcomes(step: CallStep, { outcomes }: Action): SaidIssue[] {
  const named = Object.keys(step.outcomes ?? {})
  const unknown = named.filter((name) => !outcomes.includes(name))
  const unnamed = outcomes.length > 1 ? outcomes.filter((name) => !named.includes(name)) : []
  return [
    ...unknown.map((name) => ({
      path: ['outcomes', name],
      message: `${step.call} has no outcome ${name}${didYouMean(name, outcomes)}: it has ${outcomes.join(', ')}`,
    })),
    ...unnamed.map((name) => ({
      path: ['outcomes'],
      message: `does not say where the outcome ${name} of ${step.call} leads: add ${name}: next, or a step's id`,
    })),
  ]
}

/** Judges what stands in the file; what a `{{name}}` will hold is known only when it is asked. */
function checkParams(step: CallStep, { params }: Action): SaidIssue[] {
  const given = step.with ?? {}
  const parsed = params.safeParse(given, READ_ONCE)
  if (parsed.success) return []
  const names = params instanceof z.ZodObject ? Object.keys(params.shape) : []
  const isOpen = (name: unknown) => typeof name === 'string' && (given[name]?.includes('{{') ?? false)
  const judged = parsed.error.issues.filter(
    ({ code, path }) =>
      code === 'unrecognized_keys' || (path.length > 0 ? !isOpen(path[0]) : !Object.keys(given).some(isOpen)),
  )
  return sayIssues(judged, given, names).map(({ path, message }) => ({
    path: ['with', ...path],
    message: `with, for ${step.call}: ${message}`,
  }))
}
