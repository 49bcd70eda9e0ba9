import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { linesOf } from '../../src/cli/lines.ts'

async function read(chunks: readonly (Buffer | string)[]) {
  const lines: string[] = []
  for await (const line of linesOf(Readable.from(chunks))) lines.push(line)
  return lines
}
const bytes = Buffer.from('một\nhai ế\n')

it.each([
  { name: 'chunks that end within a line', chunks: ['mộ', 't\nh', 'ai\n'], expected: ['một', 'hai'] },
  {
    name: 'chunks that end within a letter',
    chunks: [bytes.subarray(0, -3), bytes.subarray(-3)],
    expected: ['một', 'hai ế'],
  },
  { name: 'a last line without an end', chunks: ['một\nhai'], expected: ['một', 'hai'] },
  { name: 'the line ends of Windows', chunks: ['một\r\nhai\r\n'], expected: ['một', 'hai'] },
  { name: 'empty lines', chunks: ['\n\nmột\n'], expected: ['', '', 'một'] },
  { name: 'nothing', chunks: [], expected: [] },
])('parts $name', async ({ chunks, expected }) => {
  expect(await read(chunks)).toEqual(expected)
})
