import { join } from 'node:path'
import { readTopics } from '../answers/topics.ts'
import type { AudienceAccount } from '../broadcasts/audience-accounts.ts'
import type { DraftingOptions } from '../broadcasts/draft.ts'
import { createPhoneIndex, type PhoneIndex } from '../broadcasts/phone-index.ts'
import type { PreviewOptions } from '../broadcasts/preview.ts'
import { readSendingRules } from '../broadcasts/rules.ts'
import { readBroadcastTexts } from '../broadcasts/templates.ts'
import { createPaidWay } from '../channels/messenger/paid-messages.ts'
import type { MessengerAccount } from '../channels/messenger/settings.ts'
import { webAccountOf } from '../channels/web/channel.ts'
import { type Config, readConfig } from '../config.ts'
import { accountIdOf, createIds, type ProvinceId } from '../core/ids.ts'
import { deriveKey, sandboxDataKey, sealerFor } from '../data-key.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { readCommunes } from '../places/communes.ts'
import { readProvinces } from '../places/provinces.ts'
import type { Plan } from '../plans/plan.schema.ts'
import { readPlans } from '../plans/read-plans.ts'
import { sandboxMessengerAccount } from '../sandbox/accounts.ts'
import { SANDBOX_ZALO } from '../sandbox/index.ts'
import { createUnits, type Units } from '../staff/units.ts'
import type { CommandIo } from './command.ts'

const SANDBOX_DATA_KEY_FILE = 'var/data.key'

/** All that the broadcast commands work with. */
export interface BroadcastDesk extends DraftingOptions, PreviewOptions, AsyncDisposable {
  readonly phoneIndex: PhoneIndex
  /** UTC ms, by the clock that the server goes by. */
  now(): number
  plans(): readonly Plan[]
  /** Of all provinces that are served. */
  readonly units: Units
}

/** Opens the settings' database beside a running server. Throws an `AppError` with the cure. */
export async function openBroadcastDesk(io: CommandIo): Promise<BroadcastDesk> {
  const config = readConfig(io.env)
  const provinces = readProvinces(join(io.root, 'data/provinces'))
  await using parts = new AsyncDisposableStack()
  const database = parts.use(openDatabase(config.databaseUrl))
  await migrate(database)
  const dataKey = config.dataKey ?? sandboxDataKey(SANDBOX_DATA_KEY_FILE)
  const sealer = await sealerFor(dataKey, database.db)
  const now = () => io.now()
  const communes = readCommunes(io.root)
  const open = parts.move()
  return {
    db: database.db,
    sealer,
    ids: createIds(now),
    accounts: audienceOf(config, [...provinces.keys()]),
    rules: readSendingRules(join(io.root, 'data/platform-rules')),
    texts: readBroadcastTexts(join(io.root, 'data/messages')),
    provinces,
    phoneIndex: createPhoneIndex(deriveKey(dataKey, 'broadcast phone')),
    now,
    plans: () =>
      readPlans(join(io.root, 'data/plans'), {
        topics: readTopics(join(io.root, 'data/topics.yaml')),
        provinces,
        communes,
      }),
    units: createUnits(provinces, communes),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

function audienceOf(
  { zalo, messenger, sandbox, province }: Config,
  provinces: readonly ProvinceId[],
): AudienceAccount[] {
  const platforms: AudienceAccount[] = sandbox
    ? [
        { id: accountIdOf('zalo-oa', SANDBOX_ZALO.oaId), channel: 'zalo-oa', province },
        ...pagesOf([sandboxMessengerAccount(province)]),
      ]
    : [
        ...zalo.accounts.map((one) => ({ id: one.id, channel: 'zalo-oa' as const, province: one.province })),
        ...pagesOf(messenger.accounts),
      ]
  return [...platforms, ...provinces.map((id) => ({ id: webAccountOf(id), channel: 'web' as const, province: id }))]
}

function pagesOf(accounts: readonly MessengerAccount[]): AudienceAccount[] {
  const paid = createPaidWay(accounts)
  return accounts.map(({ id, province }) => ({ id, channel: 'messenger' as const, province, paid }))
}
