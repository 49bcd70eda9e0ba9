import { onTestFinished } from 'vitest'
import { syncTemplatesIfDue } from '../../../src/broadcasts/platform-templates.store.ts'
import { postArticles } from '../../../src/broadcasts/post-articles.ts'
import { createMessengerChannel } from '../../../src/channels/messenger/adapter.ts'
import { createZaloChannel } from '../../../src/channels/zalo-oa/adapter.ts'
import { createDbTokenStore } from '../../../src/channels/zalo-oa/db-token-store.ts'
import type { Channel } from '../../../src/core/channel.ts'
import {
  type AccountId,
  accountOf,
  type ContactId,
  contactIdOf,
  type ProvinceId,
  platformUserIdOf,
} from '../../../src/core/ids.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../../src/core/time-slice.ts'
import type { Db } from '../../../src/db/open.ts'
import { createLocalLocks } from '../../../src/jobs/local-locks.ts'
import { measureOutbox } from '../../../src/outbox/open-rows.store.ts'
import { createSender } from '../../../src/outbox/sender.ts'
import { platformsOf } from '../../../src/platforms.ts'
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts'
import type { ZbsTemplate } from '../../../src/sandbox/zalo/templates.ts'
import { eventually } from '../../support/eventually.ts'
import { sealer } from '../../support/samples.ts'
import { createWorld, GIA_LAI, MORNING, noLog } from './world.ts'

/** A reminder of a class, to user ids and phones. */
export const ZBS: ZbsTemplate = {
  id: '900001',
  name: 'Nhắc lớp học',
  status: 'ENABLE',
  text: 'Mời bác học lớp <lop> lúc <gio>.',
  params: [
    { name: 'lop', type: 'STRING', maxLength: 30 },
    { name: 'gio', type: 'DATE', maxLength: 20 },
  ],
  prices: { phone: 300, uid: 220 },
  allowsUid: true,
}

const UTILITY = {
  name: 'nhac_lop',
  language: 'vi',
  category: 'UTILITY',
  parameter_format: 'NAMED',
  components: [
    {
      type: 'BODY',
      text: 'Nhắc lịch: lớp {{lop}} mà bà con đã đăng ký bắt đầu lúc {{gio}} tại địa điểm đã báo.',
      example: {},
    },
  ],
}

/** Both fake platforms, our channels and sender before them, and the broadcasts, all by one clock that the test sets. */
export async function createPlatforms(
  db: Db,
  {
    start = MORNING,
    province = GIA_LAI,
    zalo = {},
  }: { readonly start?: number; readonly province?: ProvinceId; readonly zalo?: SandboxOptions['zalo'] } = {},
) {
  let now = start
  const clock = { now: () => now }
  const sandbox = await startSandbox({
    clock,
    zalo: { templates: [ZBS], ...zalo },
    messenger: { utilityTemplates: [UTILITY] },
  })
  onTestFinished(() => sandbox.close())
  const platforms = await platformsOf({ province } as Parameters<typeof platformsOf>[0], sandbox)
  const locks = createLocalLocks()
  const channels: readonly Channel[] = [
    createZaloChannel({ ...platforms.zalo, clock, tokenStore: createDbTokenStore(db, sealer, locks) }),
    createMessengerChannel(platforms.messenger),
  ]
  const accounts = new Map(
    channels.flatMap((channel) => channel.accounts.map(({ id, province }) => [id, { channel, province }] as const)),
  )
  const [zaloAccount, page] = [...accounts.keys()] as [AccountId, AccountId]
  const world = createWorld(db, start, accounts)
  const sender = createSender(channels, {
    db,
    sealer,
    locks,
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock,
    chance: () => 0,
    log: noLog,
    maxInFlight: 16,
    onOutcome: () => {},
  })
  onTestFinished(() => sender.stop())
  sender.start()
  return {
    world,
    sandbox,
    zaloAccount,
    page,
    sync: () => syncTemplatesIfDue({ db, accounts, log: noLog }, now),
    /** The clock stands at `instant`, all that was due then is done and sent. */
    async goTo(instant: number) {
      now = instant
      await world.tick(instant)
      await postArticles({ ...world.runner, locks })
      for (const account of accounts.keys()) sender.wake(account)
      await eventually(async () => {
        const { queued, sending } = await measureOutbox(db)
        if (queued + sending > 0) throw new Error(`${queued} messages are still to be sent`)
      })
    },
    /** People who were there before write once more, just now. */
    async writeAgain(contacts: readonly ContactId[]): Promise<void> {
      for (const contact of contacts)
        await sandbox[accountOf(contact) === page ? 'messenger' : 'zalo']
          .person(platformUserIdOf(contact))
          .writes('chào')
      await db.updateTable('contacts').set({ last_event_at: now }).where('id', 'in', contacts).execute()
    },
    /** People of the OA, known to the platform, who wrote so long ago. */
    async zaloPeople(count: number, ago: number, { follow = false } = {}): Promise<ContactId[]> {
      const from = sandbox.zalo.sentLog.total + (await db.selectFrom('contacts').select('id').execute()).length
      const ids = Array.from({ length: count }, (_, index) => `20000000000000${String(from + index).padStart(5, '0')}`)
      const later = now
      now -= ago
      for (const id of ids) {
        await sandbox.zalo.person(id).writes('chào')
        if (follow) await sandbox.zalo.person(id).follows()
      }
      now = later
      const contacts = ids.map((id) => contactIdOf(zaloAccount, id))
      await world.people(contacts, { lastEventAt: now - ago })
      return contacts
    },
    async pagePeople(count: number, ago: number): Promise<ContactId[]> {
      const ids = Array.from({ length: count }, (_, index) => `7001002003${ago % 1000}${index}`)
      const later = now
      now -= ago
      for (const id of ids) await sandbox.messenger.person(id).writes('chào')
      now = later
      const contacts = ids.map((id) => contactIdOf(page, id))
      await world.people(contacts, { lastEventAt: now - ago })
      return contacts
    },
  }
}
