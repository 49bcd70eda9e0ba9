import { expect, it } from 'vitest'
import { copyWholeLog } from '../../src/db/copy-log.ts'

it.each([
  { name: 'ends with a pass that finds no more than the one before', logs: [200, 230, 231, 231], passes: 4 },
  { name: 'takes two passes where nobody writes', logs: [200, 200], passes: 2 },
  { name: 'goes on where the log began anew meanwhile', logs: [200, 5, 5], passes: 3 },
  {
    name: 'gives up for now where others write without a pause',
    logs: Array.from({ length: 20 }, (_, at) => at),
    passes: 10,
  },
])('copying the log $name', ({ logs, passes }) => {
  let pass = 0
  copyWholeLog(() => {
    const log = logs[pass++] ?? Number.NaN
    return { log, checkpointed: log }
  })
  expect(pass).toBe(passes)
})

it('goes on while a reader keeps some of the log from being copied', () => {
  const checkpointed = [120, 200, 200]
  let pass = 0
  copyWholeLog(() => ({ log: 200, checkpointed: checkpointed[pass++] ?? Number.NaN }))
  expect(pass).toBe(2)
})
