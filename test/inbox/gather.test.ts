import { describe, expect, it } from 'vitest'
import { gather, LONGEST_WAIT_MS, MAX_PIECES, PAUSE_MS, type Pieces, type PieceTests } from '../../src/inbox/gather.ts'
import type { WaitingEvent } from '../../src/inbox/inbox.store.ts'
import { messageFrom, person } from '../support/samples.ts'

/** What begins with a small letter is a piece; "!" stands alone. */
const tests: PieceTests = {
  isFragment: async (event) => event.type === 'message' && /^[a-z]/.test(event.text),
  async join(events) {
    const texts = events.map((event) => (event.type === 'message' ? event.text : ''))
    const last = events.at(-1)
    return last?.type === 'message' && last.text !== '!' ? { ...last, text: texts.join(' ') } : null
  },
}

/** Messages by the ms at which they came in. */
function waiting(...written: readonly (readonly [at: number, text: string])[]): Pieces {
  return written.map(
    ([receivedAt, text], at): WaitingEvent => ({
      id: at + 1,
      event: { ...messageFrom(person(1), `m${at}`), text },
      receivedAt,
      attempts: 0,
    }),
  ) as unknown as Pieces
}

const ready = (text: string, ids: readonly number[]) => ({
  type: 'ready',
  pieces: ids.map((id) => expect.objectContaining({ id })),
  event: expect.objectContaining({ text }),
})

describe('what a turn is about', () => {
  it.each([
    { name: 'a whole message is taken at once', events: [[0, 'A']], now: 0, gives: ready('A', [1]) },
    { name: 'a piece waits for the next', events: [[0, 'a']], now: 400, gives: { type: 'wait', ms: PAUSE_MS - 400 } },
    { name: 'a piece that nothing follows is taken alone', events: [[0, 'a']], now: PAUSE_MS, gives: ready('a', [1]) },
    {
      name: 'a piece and what follows are one',
      events: [
        [0, 'a'],
        [900, 'B'],
      ],
      now: 900,
      gives: ready('a B', [1, 2]),
    },
    {
      name: 'what comes behind is another turn',
      events: [
        [0, 'a'],
        [900, 'B'],
        [950, 'C'],
      ],
      now: 950,
      gives: ready('a B', [1, 2]),
    },
    {
      name: 'a second piece makes the wait begin anew',
      events: [
        [0, 'a'],
        [2000, 'b'],
      ],
      now: 2100,
      gives: { type: 'wait', ms: 2000 + PAUSE_MS - 2100 },
    },
    {
      name: 'but no wait is longer than the longest',
      events: [
        [0, 'a'],
        [2400, 'b'],
        [4800, 'c'],
      ],
      now: 4800,
      gives: { type: 'wait', ms: LONGEST_WAIT_MS - 4800 },
    },
    {
      name: 'no more than so many pieces are one',
      events: [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
        [3, 'd'],
        [4, 'E'],
      ],
      now: 4,
      gives: ready(
        'a b c d',
        Array.from({ length: MAX_PIECES }, (_, at) => at + 1),
      ),
    },
    {
      name: 'what came too late is another turn, however late both are read',
      events: [
        [0, 'a'],
        [PAUSE_MS + 1, 'B'],
      ],
      now: 1_000_000,
      gives: ready('a', [1]),
    },
    {
      name: 'what came soon enough belongs to it, however late both are read',
      events: [
        [0, 'a'],
        [PAUSE_MS, 'B'],
      ],
      now: 1_000_000,
      gives: ready('a B', [1, 2]),
    },
    {
      name: 'what must stand alone ends the wait',
      events: [
        [0, 'a'],
        [100, '!'],
      ],
      now: 100,
      gives: ready('a', [1]),
    },
    { name: 'a clock that was set back keeps nobody waiting', events: [[50_000, 'a']], now: 0, gives: ready('a', [1]) },
  ] as const)('$name', async ({ events, now, gives }) => {
    expect(await gather(waiting(...events), tests, now)).toEqual(gives)
  })
})
