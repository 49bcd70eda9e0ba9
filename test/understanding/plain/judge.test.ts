import { expect, it } from 'vitest'
import type { Part, Posed } from '../questions.ts'
import { judgeLibrary } from './judge.ts'
import type { Hit } from './library.ts'

const posed = (q: string, topic: string | null, part: Part): Posed => ({ q, topic, group: 'g', style: 's', part })
const library = (found: Record<string, Hit>) => ({
  name: 'some',
  find: (q: string) => (found[q] ? [found[q]] : []),
})

it('lets a library answer from the score that the questions for tuning ask for, and judges all others by it', async () => {
  const questions = [
    posed('sure', 'a', 'tune'),
    posed('fairly sure', 'a', 'one'),
    posed('not ours', null, 'tune'),
    posed('above', 'a', 'three'),
    posed('between', 'a', 'three'),
    posed('nothing', 'a', 'three'),
  ]
  const found = {
    sure: { topic: 'a', score: 9 },
    'fairly sure': { topic: 'a', score: 5 },
    'not ours': { topic: 'a', score: 4 },
    above: { topic: 'a', score: 6 },
    between: { topic: 'a', score: 4.5 },
  }
  const { outcomes } = await judgeLibrary(library(found), questions)
  expect(outcomes.map(({ decision }) => decision)).toEqual([
    'answer',
    'answer',
    'decline',
    'answer',
    'decline',
    'decline',
  ])
})

it('is not moved by questions that are there to judge by', async () => {
  const tuning = [posed('ours', 'a', 'tune'), posed('not ours', null, 'tune')]
  const found = {
    ours: { topic: 'a', score: 3 },
    'not ours': { topic: 'a', score: 2 },
    judged: { topic: 'a', score: 1 },
  }
  const many = Array.from({ length: 20 }, () => posed('judged', 'a', 'held'))
  const { outcomes } = await judgeLibrary(library(found), [...tuning, ...many])
  expect(outcomes.filter(({ decision }) => decision === 'answer')).toHaveLength(1)
})
