import { expect, it } from 'vitest'
import { SentLog, type SentMessage } from '../../src/sandbox/sent-log.ts'

const messageTo = (to: string, id: number): SentMessage => ({
  id: String(id),
  at: id,
  account: '4',
  to,
  kind: 'text',
  text: '',
  buttons: [],
  body: {},
})

it.each([
  { keep: 1, added: 5, newest: '4' },
  { keep: 10, added: 11, newest: '10' },
  { keep: 100, added: 1_000, newest: '999' },
])('keeps at most $keep of $added messages, the newest among them, and counts all', ({ keep, added, newest }) => {
  const log = new SentLog(keep)
  for (let i = 0; i < added; i++) log.add(messageTo(i % 2 === 0 ? 'even' : 'odd', i))
  expect(log.kept.length).toBeLessThanOrEqual(keep)
  expect(log.kept.length).toBeGreaterThanOrEqual(Math.floor(keep * 0.9))
  expect(log.kept.at(-1)?.id).toBe(newest)
  expect(log.total).toBe(added)
  expect(log.countTo('even')).toBe(Math.ceil(added / 2))
  expect(log.countTo('nobody')).toBe(0)
})

it('keeps everything when told to', () => {
  const log = new SentLog(Number.POSITIVE_INFINITY)
  for (let i = 0; i < 20_000; i++) log.add(messageTo('a', i))
  expect(log.kept).toHaveLength(20_000)
})
