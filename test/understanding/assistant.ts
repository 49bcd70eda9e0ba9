import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { loadAnswers } from '../../src/answers/load-answers.ts'
import { askConversation } from '../../src/cli/ask-conversation.ts'
import { domainInMemory } from '../../src/cli/domain-in-memory.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { ProvinceId } from '../../src/core/ids.ts'
import type { Outcome } from './outcome.ts'
import type { Posed } from './questions.ts'

export const root = join(import.meta.dirname, '../..')
const PROVINCE = 'gia-lai' as ProvinceId
const PROVINCES = [PROVINCE, 'ha-tinh' as ProvinceId, 'dong-nai' as ProvinceId]
/** A server runs for weeks: its search is measured once it is compiled. */
const WARM_UP = 300

/**
 * Asks the whole conversation as the command `ask` does. The time is that of finding and deciding: the middle one of three,
 * each for another province, for an answer is remembered by province.
 */
export async function askAssistant(posed: readonly Posed[]): Promise<Outcome[]> {
  await using domain = await domainInMemory(root)
  const { answers } = domain.conversation
  const find = (q: string, province: ProvinceId) => {
    const begun = performance.now()
    answers.find(q, { province })
    return performance.now() - begun
  }
  for (const { q } of posed.slice(-WARM_UP)) find(`${q} vậy`, PROVINCE)
  const times = posed.map(({ q }) => median(PROVINCES.map((province) => find(q, province))))
  const ask = askConversation(root, systemClock)
  const outcomes: Outcome[] = []
  for (const [at, question] of posed.entries()) {
    const { decision, topics } = await ask({ question: question.q, province: PROVINCE, turns: [] })
    outcomes.push({ posed: question, decision, topics, ms: times[at] ?? 0 })
  }
  return outcomes
}

/** Milliseconds of processor time from the files to an index that can be asked, once the code is compiled. */
export function startUpMs(): number {
  loadAnswers(root)
  const begun = process.cpuUsage()
  loadAnswers(root)
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
