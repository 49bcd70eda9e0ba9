import type { MessengerAccount } from './channels/messenger/settings.ts'
import type { ZaloAccount } from './channels/zalo-oa/settings.ts'
import type { GroupTransport } from './channels/zalo-personal/transport.ts'
import { createZcaTransport } from './channels/zalo-personal/zca-transport.ts'
import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import type { Sandbox } from './sandbox/index.ts'

/** In the sandbox nobody has a phone to scan with. */
const SCANS_ITSELF_AFTER_MS = 8000

/** Whom the channels speak for, and where their platforms are. */
export interface Platforms {
  readonly zalo: {
    readonly accounts: readonly ZaloAccount[]
    readonly apiUrl: string
    readonly businessUrl: string
    readonly oauthUrl: string
  }
  readonly messenger: { readonly accounts: readonly MessengerAccount[]; readonly apiUrl: string }
}

/** The fake platforms, which know everybody who writes; loaded only where they are wanted. */
export async function openSandbox(clock: Clock): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox/index.ts')
  return startSandbox({ clock, zalo: { openToAll: true }, messenger: { openToAll: true } })
}

/**
 * The platforms of the settings, or the fake ones with an account each when there is a sandbox, whose parts nobody else has
 * to load.
 */
export async function platformsOf(config: Config, sandbox: Sandbox | null): Promise<Platforms> {
  if (!sandbox) return { zalo: config.zalo, messenger: config.messenger }
  const { sandboxMessengerAccount, sandboxZaloAccount } = await import('./sandbox/accounts.ts')
  const { url } = sandbox.zalo
  return {
    zalo: { accounts: [sandboxZaloAccount(config.province)], apiUrl: url, businessUrl: url, oauthUrl: url },
    messenger: { accounts: [sandboxMessengerAccount(config.province)], apiUrl: sandbox.messenger.url },
  }
}

/** The way into Zalo groups: the real one, or in the sandbox a fake account whose QR code scans itself. */
export async function groupTransportOf(sandbox: Sandbox | null): Promise<GroupTransport> {
  if (!sandbox) return createZcaTransport()
  const { createFakeZaloGroups } = await import('./sandbox/zalo-groups.ts')
  return createFakeZaloGroups({ scansItselfAfterMs: SCANS_ITSELF_AFTER_MS })
}
