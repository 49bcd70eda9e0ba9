import { writeFileSync } from 'node:fs'
import { systemClock } from '../../src/core/clock.ts'
import { SANDBOX_MESSENGER, SANDBOX_ZALO } from '../../src/sandbox/index.ts'
import type { SentMessage } from '../../src/sandbox/sent-log.ts'
import { type System, startSystem } from '../support/system.ts'

/**
 * What a province with many communes has. Platforms limit the pace of each account (a Page 250 messages a second, an OA
 * about 60), so it takes as many to send what one server can decide.
 */
const PAGES = 20
const OAS = 20
const UNLIMITED = 1_000_000

export const pages = Array.from({ length: PAGES }, (_, number) => ({
  ...SANDBOX_MESSENGER,
  pageId: `1002003004${String(number).padStart(5, '0')}`,
  pageToken: `bench-page-token-${number}`,
}))

export const oas = Array.from({ length: OAS }, (_, number) => ({
  ...SANDBOX_ZALO,
  oaId: `41000000000000${String(number).padStart(5, '0')}`,
  tokens: { accessToken: `bench-access-${number}`, refreshToken: `bench-refresh-${number}` },
}))

/** The real server between fakes that take whatever comes, as fast as it comes. `file` is where the accounts are listed. */
export function startProvince(options: {
  readonly file: string
  readonly nodeFlags: readonly string[]
  readonly onSent: (message: SentMessage) => void
}): Promise<System> {
  writeFileSync(options.file, accountsFile())
  const fake = { clock: systemClock, openToAll: true, keepSent: 10, onSent: options.onSent }
  return startSystem({
    env: { ACCOUNTS_FILE: options.file },
    nodeFlags: options.nodeFlags,
    zalo: {
      ...fake,
      apps: [SANDBOX_ZALO, ...oas],
      package: { requestsPerMinute: UNLIMITED, perApp: UNLIMITED },
    },
    messenger: { ...fake, pages: [SANDBOX_MESSENGER, ...pages], sendsPerSecond: UNLIMITED },
  })
}

/** JSON is YAML. */
function accountsFile(): string {
  return JSON.stringify({
    zalo: oas.map((oa) => ({
      oa_id: oa.oaId,
      app_id: oa.appId,
      app_secret: oa.appSecret,
      oa_secret_key: oa.oaSecretKey,
      access_token: oa.tokens.accessToken,
      refresh_token: oa.tokens.refreshToken,
      province: 'gia-lai',
    })),
    messenger: pages.map((page) => ({
      page_id: page.pageId,
      page_token: page.pageToken,
      app_secret: page.appSecret,
      verify_token: page.verifyToken,
      province: 'gia-lai',
    })),
  })
}
