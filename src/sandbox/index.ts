import type { Clock } from '../core/clock.ts'
import type { FakeMessengerOptions } from './messenger/options.ts'
import type { PageApp } from './messenger/page.ts'
import { type FakeMessenger, startFakeMessenger } from './messenger/server.ts'
import { SANDBOX_UTILITY, SANDBOX_ZBS } from './sandbox-templates.ts'
import type { SentMessage } from './sent-log.ts'
import type { FakeZaloOptions } from './zalo/options.ts'
import { type FakeZalo, startFakeZalo } from './zalo/server.ts'
import type { ZaloApp } from './zalo/world.ts'

export { type FakeMessenger, startFakeMessenger } from './messenger/server.ts'
export type { SentButton, SentMessage } from './sent-log.ts'
export { type FakeZalo, startFakeZalo } from './zalo/server.ts'

/** Credentials that no platform ever gave out, for running without any. */
export const SANDBOX_ZALO: ZaloApp = {
  appId: '1000000000000000001',
  appSecret: 'sandbox-zalo-app-secret',
  oaId: '4000000000000000004',
  oaSecretKey: 'sandbox-oa-secret-key',
  tokens: { accessToken: 'sandbox-access-token', refreshToken: 'sandbox-refresh-token' },
}

export const SANDBOX_MESSENGER: PageApp = {
  pageId: '100200300400500',
  pageToken: 'sandbox-page-token',
  appId: '1122334455667788',
  appSecret: 'sandbox-messenger-app-secret',
  verifyToken: 'sandbox-verify-token',
  paid: { adAccount: '5500000000000005', campaign: '120000000000777' },
}

/** The same as the accounts file has it; the price is invented, for Meta names none. */
export const SANDBOX_PAID = { ad_account: '5500000000000005', campaign: '120000000000777', price_dong: 500 }

export interface SandboxOptions {
  readonly clock: Clock
  readonly zalo?: Partial<Omit<FakeZaloOptions, 'clock'>>
  readonly messenger?: Partial<Omit<FakeMessengerOptions, 'clock'>>
}

/** One message as the console shows it. */
export interface SandboxMessage extends Pick<SentMessage, 'at' | 'to' | 'text' | 'buttons' | 'kind'> {
  readonly platform: 'zalo-oa' | 'messenger'
}

export interface Sandbox {
  readonly zalo: FakeZalo
  readonly messenger: FakeMessenger
  /** The newest first. */
  messages(limit?: number): SandboxMessage[]
  close(): Promise<void>
}

/** Starts both fakes, with the made-up credentials unless others are given. */
export async function startSandbox({ clock, ...options }: SandboxOptions): Promise<Sandbox> {
  const zalo = await startFakeZalo({
    apps: [SANDBOX_ZALO],
    trustsEarlierRuns: true,
    templates: SANDBOX_ZBS,
    ...options.zalo,
    clock,
  })
  const messenger = await startFakeMessenger({
    pages: [SANDBOX_MESSENGER],
    utilityTemplates: SANDBOX_UTILITY,
    ...options.messenger,
    clock,
  })
  return {
    zalo,
    messenger,
    messages(limit = 100) {
      const shown = [...view('zalo-oa', zalo.sent, limit), ...view('messenger', messenger.sent, limit)]
      return shown.sort((a, b) => b.at - a.at).slice(0, limit)
    },
    async close() {
      await messenger.close()
      await zalo.close()
    },
  }
}

function view(platform: SandboxMessage['platform'], sent: readonly SentMessage[], limit: number): SandboxMessage[] {
  const latest = sent.slice(-limit).reverse()
  return latest.map(({ at, to, text, buttons, kind }) => ({ platform, at, to, text, buttons, kind }))
}
