import type { Finding } from '../../answers/finding.ts'

/** Whether there is something to say without asking back. */
export function isSure({ decision }: Finding): boolean {
  return decision.kind === 'answer' || decision.kind === 'flow'
}
