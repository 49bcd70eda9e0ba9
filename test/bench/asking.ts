import { setTimeout as delay } from 'node:timers/promises'
import { Agent } from 'undici'
import { SANDBOX_MESSENGER, startFakeMessenger } from '../../src/sandbox/index.ts'
import { toWire } from '../../src/sandbox/messenger/wire.ts'
import { PAGES } from './announcement.ts'

const QUESTIONS_PER_SECOND = 10
/** People who ask have higher ids than those who are announced to. */
export const FIRST_ASKING = 90_000_000_000_000_000
/** Numbers of that size have steps. */
const STEP = 100

/** People write to the Pages, each once, until the end; `asked` is told when (`performance.now`). */
export async function startAsking(url: string, asked: Map<string, number>) {
  const platform = await startFakeMessenger({ pages: [SANDBOX_MESSENGER, ...PAGES], clock: { now: () => Date.now() } })
  const agent = new Agent({ connections: 16 })
  let ended = false
  let number = 0
  async function ask(): Promise<void> {
    const { pageId } = PAGES[number % PAGES.length] ?? SANDBOX_MESSENGER
    const person = String(FIRST_ASKING + number * STEP)
    number += 1
    const event = platform.eventsOf(pageId).text(person, 'xin chào')
    const body = toWire({ object: 'page', entry: [{ id: pageId, time: Date.now(), messaging: [event.body] }] })
    asked.set(person, performance.now())
    const headers = platform.signed(body, pageId)
    const answer = await agent.request({ origin: url, path: '/webhooks/messenger', method: 'POST', headers, body })
    await answer.body.dump()
  }
  const asking = (async () => {
    while (!ended) {
      ask().catch(() => {})
      await delay(1000 / QUESTIONS_PER_SECOND)
    }
  })()
  return {
    async end() {
      ended = true
      await asking
      await platform.close()
      await agent.close()
    },
  }
}
