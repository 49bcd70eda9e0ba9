import { join } from 'node:path'
import { broadcastsCommand } from '../../../src/cli/commands/broadcasts.ts'
import { runCli } from '../../../src/cli/run-cli.ts'
import { clockStartingAt } from '../../../src/core/clock.ts'
import type { ProvinceId } from '../../../src/core/ids.ts'
import { createSealer } from '../../../src/db/seal.ts'
import type { SentMessage } from '../../../src/sandbox/sent-log.ts'
import { employ } from '../../support/hired.ts'
import { accountsAt, DATA_KEY } from '../../support/system.ts'
import { PLATFORMS } from './people.ts'
import { type Scene, startScene } from './scene.ts'

const ROOT = join(import.meta.dirname, '../../..')
/** Stands under every announcement and under nothing else. */
const FOOTER = 'Không muốn nhận tin này'

/** A system whose days go by in leaps: server, platforms and commands are always at the same time. */
export interface Campaign extends AsyncDisposable {
  readonly scene: Scene
  /** Ends the server politely and starts it at another time, given as in Việt Nam (`2026-10-05 07:30`). */
  leapTo(time: string): Promise<void>
  /** Runs `npm run cli -- broadcasts …` at the present time; gives what it prints as JSON. Throws what it refuses. */
  broadcasts<Answer>(...args: readonly string[]): Promise<Answer>
  /** Announcements that arrived on either platform, with the time there. */
  arrived(): readonly SentMessage[]
}

export async function startCampaign(start: string, province: string): Promise<Campaign> {
  let clock = clockStartingAt(instantOf(start))
  let fakeNow = isoOf(start)
  // Webhooks may be slow on a busy machine: that they are answered in time is not what is tested with it.
  const platform = { clock: { now: () => clock.now() }, keepSent: 100_000, answerDeadlineMs: 30_000 }
  await using parts = new AsyncDisposableStack()
  const env = { PROVINCE: province }
  const scene = parts.use(
    await startScene('sqlite', { zalo: platform, messenger: platform, env: { ...env, FAKE_NOW: fakeNow } }),
  )
  const { system, databaseUrl, stored } = scene
  // Announcements are the deeds of known people.
  for (const name of ['An', 'Bình'])
    await employ(stored.db, name, province as ProvinceId, { sealedBy: createSealer(DATA_KEY) })
  const running = parts.move()

  return {
    scene,
    async leapTo(time) {
      // Receipts under way reach the server: Messenger unsubscribes a receiver that fails for an hour of its clock.
      await Promise.all(PLATFORMS.map((name) => system[name].settled()))
      await system.stop()
      clock = clockStartingAt(instantOf(time))
      fakeNow = isoOf(time)
      await system.start({ FAKE_NOW: fakeNow })
      system.messenger.connectWebhook(`${system.url}/webhooks/messenger`)
      await scene.stored.settled()
    },
    async broadcasts(...args) {
      const said: string[] = []
      const refused: string[] = []
      const code = await runCli([broadcastsCommand], ['broadcasts', ...args, '--json'], {
        out: (text) => said.push(text),
        err: (text) => refused.push(text),
        stdin: (async function* () {})(),
        now: clock.now,
        env: {
          ...accountsAt({ zaloUrl: system.zalo.url, messengerUrl: system.messenger.url }),
          ...env,
          DATABASE_URL: databaseUrl,
          FAKE_NOW: fakeNow,
        },
        root: ROOT,
      })
      if (code !== 0) throw new Error(refused.join(''))
      return JSON.parse(said.join(''))
    },
    arrived: () => PLATFORMS.flatMap((name) => system[name].sent).filter((message) => message.text.includes(FOOTER)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** UTC ms of a time in Việt Nam. */
export function instantOf(time: string): number {
  return Date.parse(isoOf(time))
}

function isoOf(time: string): string {
  return `${time.replace(' ', 'T')}:00+07:00`
}
