import { expect, it } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import type { Conversation } from '../../src/engine/conversation.ts'
import { runTurn } from '../../src/engine/run-turn.ts'
import { readSession } from '../../src/engine/session.ts'
import { realConversation } from '../support/conversation.ts'
import { account, messageFrom, NOW, person } from '../support/samples.ts'

/** As long as the longest message that any channel lets through. */
const LENGTH = 2000
/** Far above what any of them takes on an idle machine, far below what holds a whole province up. */
const SECONDS = 1

async function secondsOf(conversation: Conversation, text: string): Promise<number> {
  const event = { ...messageFrom(person(1) as ContactId, text), account }
  const session = readSession(null)
  const before = process.cpuUsage().user
  const turn = { event, session, first: false, mutedUntil: null, province: 'gia-lai', now: NOW }
  await runTurn(conversation, turn as Parameters<typeof runTurn>[1])
  return (process.cpuUsage().user - before) / 1e6
}

const conversation = await realConversation()

it.each([
  'ạ ',
  'dạ ',
  'ơi ',
  'x\n',
  'và ',
  'vneid là gì và ',
  'vneid là gì? ',
  'thứ hai ',
  'tối thứ ',
  'xã an ',
  'năm mươi ',
  '1,2;',
  '0912 345 678 ',
  'a-',
  '((',
  'á\u0301',
  '😀',
])('a message of nothing but %j is answered in no time', async (unit) => {
  const text = unit.repeat(LENGTH).slice(0, LENGTH)
  expect(await secondsOf(conversation, text)).toBeLessThan(SECONDS)
})

it.each([
  { beginning: 'LC13 ', unit: 'ạ ' },
  { beginning: 'LC13 x ', unit: 'ạ ' },
  { beginning: '', unit: 'LC13 ' },
  { beginning: '0912345678 ', unit: 'an ' },
])('a message of $beginning and nothing but $unit is answered in no time', async ({ beginning, unit }) => {
  const half = unit.repeat(LENGTH).slice(0, LENGTH / 2 - beginning.length)
  expect(await secondsOf(conversation, `${beginning}${half}x ${half}`.slice(0, LENGTH))).toBeLessThan(SECONDS)
})
