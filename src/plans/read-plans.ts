import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { READ_ONCE } from '../core/read-once.ts'
import { readYamlText } from '../core/yaml-text.ts'
import { checkPlan, type KnownToPlans, type PlanMistake } from './check-plan.ts'
import { type Plan, planSchema } from './plan.schema.ts'

/**
 * Reads every plan of `folder` (`data/plans`), ordered by file name. Throws one `AppError` that names the file, the line
 * and the key of each mistake in all of them.
 */
export function readPlans(folder: string, known: KnownToPlans): readonly Plan[] {
  const plans: Plan[] = []
  const mistakes: string[] = []
  for (const file of planFilesOf(folder)) {
    const reading = readPlan(file, known)
    if (reading.type === 'read') plans.push(reading.plan)
    else mistakes.push(...reading.mistakes)
  }
  if (mistakes.length > 0) throw new AppError('data_file', `Correct these plans:\n${mistakes.join('\n')}`)
  return plans
}

type PlanReading =
  | { readonly type: 'read'; readonly plan: Plan }
  | { readonly type: 'refused'; readonly mistakes: readonly string[] }

function planFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    throw new AppError('data_file', `${folder} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function readPlan(path: string, known: KnownToPlans): PlanReading {
  const { value, errors, lineOf } = readYamlText(readFileSync(path, 'utf8').normalize('NFC'))
  const refused = (mistakes: string[]): PlanReading => ({ type: 'refused', mistakes })
  if (errors.length > 0) return refused(errors.map(({ line, message }) => `${path}:${line}: ${message}`))
  const tell = ({ key, message }: PlanMistake) => `${path}:${lineOf(key)}: ${key.join('.') || 'plan'}: ${message}`

  const parsed = planSchema.safeParse(value, READ_ONCE)
  if (!parsed.success) {
    const keyOf = (steps: readonly PropertyKey[]) => steps.filter((step) => typeof step !== 'symbol')
    return refused(parsed.error.issues.map(({ path: steps, message }) => tell({ key: keyOf(steps), message })))
  }
  const mistakes = checkPlan(parsed.data, basename(path), known)
  return mistakes.length > 0 ? refused(mistakes.map(tell)) : { type: 'read', plan: parsed.data }
}
