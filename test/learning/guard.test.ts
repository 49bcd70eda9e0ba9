import { describe, expect, it } from 'vitest'
import { loadAnswers } from '../../src/answers/load-answers.ts'
import { readLanguage } from '../../src/answers/text/language.ts'
import { readTopics } from '../../src/answers/topics.ts'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import { atOnce } from '../../src/core/stepwise.ts'
import { fold, normalise, tokens } from '../../src/core/text.ts'
import { readFlowFolder } from '../../src/engine/flow/read-flows.ts'
import { judge, type Marks, marksOf, readGuardQuestions } from '../../src/learning/guard.ts'

const FILE = 'data/language/guard-questions.yaml'
const topics = readTopics('data/topics.yaml')
const guard = readGuardQuestions(FILE, topics)
const answers = loadAnswers('.')
const questions = ['a', 'b', 'c', 'd'].map((question) => ({ question, topic: null }))

describe('the guard', () => {
  it.each([
    { name: 'all as before', before: [2, 1, 0, 2], after: [2, 1, 0, 2], worse: false, suffered: [] },
    { name: 'one right that was not', before: [2, 1, 0, 2], after: [2, 2, 0, 2], worse: false, suffered: [] },
    { name: 'one right no more', before: [2, 1, 0, 2], after: [1, 1, 0, 2], worse: true, suffered: ['a'] },
    {
      name: 'one answered wrongly that was asked back',
      before: [2, 1, 1, 2],
      after: [2, 0, 2, 2],
      worse: true,
      suffered: ['b'],
    },
    { name: 'one right for another', before: [2, 1, 0, 2], after: [1, 2, 0, 2], worse: false, suffered: ['a'] },
  ] as const)('judges $name', ({ before, after, worse, suffered }) => {
    const verdict = judge(questions, before as Marks, after as Marks)
    expect([verdict.worse, verdict.suffered.map(({ question }) => question)]).toEqual([worse, suffered])
  })

  it('has three questions for every topic, and sixty that are not ours', () => {
    const countOf = (topic: TopicId | null) => guard.filter((question) => question.topic === topic).length
    expect([...topics.keys()].filter((topic) => countOf(topic) < 3)).toEqual([])
    expect(countOf(null)).toBeGreaterThanOrEqual(60)
  })

  it('is trained on by nobody, but for names of procedures that happen to be put alike', () => {
    const language = readLanguage('data/language')
    const { files } = readFlowFolder('flows')
    const samples = [
      ...[...topics.keys()].flatMap((topic) => answers.article(topic)?.questions ?? []),
      ...[...language.wordings.values(), ...language.notOurs.values()].flat(),
      ...files.flatMap(({ flow }) => [...flow.starts.examples, ...flow.starts.phrases]),
    ]
    const known = new Set(samples.map(wording))
    const trained = guard.map(({ question }) => question).filter((question) => known.has(wording(question)))
    expect(trained.length, trained.join('\n')).toBeLessThanOrEqual(3)
  })

  it('finds the assistant nearly always right, so that what suffers can be seen', () => {
    const marks = atOnce(marksOf(answers, guard, 'gia-lai' as ProvinceId))
    expect(marks.filter((mark) => mark === 2).length / marks.length).toBeGreaterThan(0.9)
    expect(marks.filter((mark) => mark === 0).length).toBeLessThan(8)
  })

  it('names a topic that has no article', () => {
    expect(() => readGuardQuestions(FILE, new Set<TopicId>())).toThrow(/vneid\.la-gi.*correct or remove/)
  })
})

function wording(text: string): string {
  return fold(tokens(normalise(text)).join(' '))
}
