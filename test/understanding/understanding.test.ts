import { expect, it } from 'vitest'
import { askAssistant } from './assistant.ts'
import { tally } from './outcome.ts'
import { readQuestions } from './questions.ts'

const outcomes = await askAssistant(readQuestions())
const shares = (inScope: boolean, part?: string) => {
  const { count, ...counted } = tally(
    outcomes.filter(({ posed }) => (posed.topic !== null) === inScope && (!part || posed.part === part)),
  )
  return Object.fromEntries(Object.entries(counted).map(([name, number]) => [name, number / count]))
}

it.each(['tune', 'held', 'one', 'two', 'three'])('understands questions of each style about each topic: %s', (part) => {
  const measured = shares(true, part)
  expect(measured.answeredRight).toBeGreaterThanOrEqual(0.88)
  expect(measured.rightOrOffered).toBeGreaterThanOrEqual(0.95)
  expect(measured.answeredWrong).toBeLessThanOrEqual(0.03)
})

it.each(['tune', 'held', 'one', 'two', 'three'])('declines what is not ours, or hands it over: %s', (part) => {
  expect(shares(false, part).declined).toBeGreaterThanOrEqual(0.95)
})

it('poses at least six questions about every topic', () => {
  const counts = new Map<string, number>()
  for (const { posed } of outcomes) {
    if (posed.topic !== null) counts.set(posed.topic, (counts.get(posed.topic) ?? 0) + 1)
  }
  expect(counts.size).toBe(92)
  expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(6)
})
