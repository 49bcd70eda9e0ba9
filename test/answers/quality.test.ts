import { describe, expect, it } from 'vitest'
import { answersOf, crossValidate, measure } from './support/measure.ts'
import { articles, offTopic, questions } from './support/project.ts'

const answers = answersOf(articles)
const covered = new Set<string>(articles.map((article) => article.topic))
const asked = questions.filter(({ topics }) => topics.some((topic) => covered.has(topic)))
const notYet = questions.filter(({ topics }) => !topics.some((topic) => covered.has(topic)))
const half = <T>(list: readonly T[], rest: 0 | 1) => list.filter((_, index) => index % 2 === rest)

describe('questions as people type them', () => {
  it.each([
    { name: 'those used for tuning', some: half(asked, 0) },
    { name: 'those held back', some: half(asked, 1) },
  ])('are answered well: $name', ({ some }) => {
    const measured = measure(answers, some)
    expect(measured.count).toBeGreaterThanOrEqual(75)
    expect(measured.top1).toBeGreaterThanOrEqual(0.94)
    expect(measured.top3).toBeGreaterThanOrEqual(0.98)
    expect(measured.answeredRight).toBeGreaterThanOrEqual(0.91)
    expect(measured.answeredRight + measured.askedWith).toBeGreaterThanOrEqual(0.95)
    expect(measured.answeredWrong).toBeLessThanOrEqual(0.03)
    expect(measured.declined).toBeLessThanOrEqual(0.03)
  })

  it('are answered well when an article has no sample like them', { timeout: 60_000 }, () => {
    const measured = crossValidate(5)
    expect(measured.top1).toBeGreaterThanOrEqual(0.83)
    expect(measured.top3).toBeGreaterThanOrEqual(0.95)
    expect(measured.answeredWrong).toBeLessThanOrEqual(0.07)
  })
})

describe('questions that are not ours', () => {
  it.each([
    { name: 'known when thresholds were set', some: offTopic.known },
    { name: 'written afterwards', some: offTopic.fresh },
  ])('are declined: $name', ({ some }) => {
    const measured = measure(
      answers,
      some.map((q) => ({ q, topics: [] })),
    )
    // Two of the 81 written afterwards: the PIN of a bank card, and a QR code for a Wi-Fi network.
    expect(measured.answeredWrong).toBeLessThanOrEqual(0.025)
    expect(measured.declined).toBeGreaterThanOrEqual(0.93)
  })

  it.skipIf(notYet.length === 0)('are mostly declined when their topic has no article yet', () => {
    expect(measure(answers, notYet).answeredWrong).toBeLessThanOrEqual(0.12)
  })
})
