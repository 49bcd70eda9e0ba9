import { join } from 'node:path'
import { openStage } from '../../src/cli/transcripts/stage.ts'
import { conversationWith, readOwnFlow } from '../../src/cli/transcripts/stand-ins.ts'
import { personIn } from '../engine/form/person.ts'

/**
 * How long a turn of a form takes, engine alone: a sign-up with seven answers, a correction and an end, again and again. Sessions go
 * through their stored form.
 * `node test/bench/form-turn.ts`
 */
const ROUNDS = 2000
const SAID = [
  'đăng ký thử',
  'Nguyễn Văn An',
  '0912 345 678',
  'xã Chư Sê',
  '25/11',
  'sửa số điện thoại',
  '0987654321',
  'buổi tối',
  'có',
  'bỏ qua',
]

const root = join(import.meta.dirname, '../..')
await using stage = await openStage(root)
const flow = readOwnFlow(join(root, 'test/conversations/flows'), 'thu-dang-ky.yaml')
const standIns = { ghi_danh: { outcome: 'done', outcomes: ['done', 'full'], gives: {} } }
const conversation = conversationWith(stage, [flow], standIns, () => {})

async function chat(): Promise<void> {
  const person = personIn(conversation)
  for (const text of SAID) await person.does({ type: 'words', text })
}

for (let round = 0; round < ROUNDS / 10; round++) await chat()
const times: number[] = []
// Of the processor, not of the clock: what else runs on the machine does not count.
const before = process.cpuUsage()
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now()
  await chat()
  times.push((performance.now() - start) / SAID.length)
}
const { user, system } = process.cpuUsage(before)
const mean = (user + system) / 1000 / ROUNDS / SAID.length
const median = times.sort((one, other) => one - other)[ROUNDS >> 1] ?? 0
console.log(
  `a form's turn: ${mean.toFixed(3)} ms of processor on average, ${median.toFixed(3)} ms by the clock (median)`,
)
