import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openStage } from '../../../src/cli/transcripts/stage.ts'
import { conversationWith, readOwnFlow } from '../../../src/cli/transcripts/stand-ins.ts'
import type { TurnResult } from '../../../src/engine/run-turn.ts'
import { type Input, inputs } from './inputs.arbitrary.ts'
import { type Person, personIn } from './person.ts'

/** Inputs in all: as many as take five seconds or so; `PROPERTY_INPUTS=200000` for a longer search. */
const INPUTS = Number(process.env.PROPERTY_INPUTS ?? 10_000)
const A_CHAT = 60
const OWN_FLOWS = ['thu-dang-ky', 'thu-gop-y', 'thu-cac-loai', 'thu-ngoai', 'thu-trong']

const root = join(import.meta.dirname, '../../..')
const stage = await openStage(root)
afterAll(() => stage[Symbol.asyncDispose]())
const files = OWN_FLOWS.map((name) => readOwnFlow(join(root, 'test/conversations/flows'), `${name}.yaml`))
const standIn = { outcome: 'done', outcomes: ['done', 'full'], gives: {} }
const conversation = conversationWith(stage, files, { ghi_danh: standIn }, () => {})
const phrases = [...conversation.flows.values()].flatMap(({ starts }) => starts.phrases.slice(0, 2))
const starts = [...phrases, 'đăng ký thử', 'góp ý thử', 'thử các loại', 'làm biển tên']

const texts = conversation.formTexts
const { hints } = texts
const chats = fc.array(inputs(starts), { minLength: A_CHAT, maxLength: A_CHAT })
const describeInput = (input: Input) => JSON.stringify(input)

/** How often in a row the same question was put, with nothing accepted and nothing answered in between. */
function createAskCounter() {
  let key = ''
  let count = 0
  return (result: TurnResult, input: Input): number => {
    const frame = result.session.stack.at(-1)
    const step = conversation.flows.get(frame?.flow ?? '')?.steps.find(({ id }) => id === frame?.step)
    if (frame?.state !== 'asking' || !step || !('ask' in step)) {
      count = 0
      return 0
    }
    const nextKey = JSON.stringify([frame.flow, frame.step, frame.values])
    const asked = result.messages.some((message) => 'text' in message && asksFor(message.text, step))
    const late = result.messages.some((message) => 'text' in message && message.text.includes(texts.late))
    const pressed = (input.type === 'button' || input.type === 'old button') && !late
    const wished = input.type === 'words' && /^(làm lại|tiếp tục|quay lại|sửa|sua|nhầm|hai$|3$|số 1$)/.test(input.text)
    const chosen = result.decision === 'answer' || result.decision === 'clarify' || wished || pressed
    const started = input.type === 'words' && starts.includes(input.text)
    if (nextKey !== key || chosen || started) count = 0
    key = nextKey
    if (asked) count += 1
    return count
  }
}

function asksFor(text: string, step: { ask: unknown; expects: keyof typeof hints }): boolean {
  const ask = typeof step.ask === 'string' ? step.ask.split('{{')[0] : ''
  return (
    (ask !== '' && text.includes(ask ?? '')) || Object.values(hints[step.expects]).some((hint) => text.includes(hint))
  )
}

async function chat(person: Person, typed: readonly Input[]): Promise<void> {
  const countAsks = createAskCounter()
  for (const [at, input] of typed.entries()) {
    const before = person.session
    const result = await person.does(input)
    if (!result) continue
    const where = () =>
      typed
        .slice(Math.max(0, at - 8), at + 1)
        .map(describeInput)
        .join('\n')
    if (person.storedBytes > 4096) expect.fail(`the session has ${person.storedBytes} bytes after\n${where()}`)
    const asks = countAsks(result, input)
    if (asks > 3) expect.fail(`asked ${asks} times after\n${where()}\n${JSON.stringify(result.messages)}`)
    // What is written may speak for itself once it is.
    const silent = result.messages.length + result.writes.length === 0 && input.type !== 'contact form'
    if (silent) expect.fail(`nothing was said after\n${where()}\n${JSON.stringify([before, result])}`)
  }
}

async function leaveAll(person: Person): Promise<void> {
  for (let depth = person.session.stack.length; depth > 0; depth = person.session.stack.length) {
    const before = person.session
    const result = await person.does({ type: 'words', text: 'hủy' })
    if (result?.messages.length === 0 || person.session.stack.length >= depth)
      expect.fail(`"hủy" does not leave ${JSON.stringify(before.stack)}`)
  }
}

describe('whatever people do', () => {
  it(`${INPUTS} inputs never fail, nag, swell or hold anybody`, { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(chats, async (typed) => {
      const person = personIn(conversation)
      await chat(person, typed)
      await leaveAll(person)
    })
    await fc.assert(property, { numRuns: Math.ceil(INPUTS / A_CHAT), seed: 20261010, endOnFailure: true })
  })
})
