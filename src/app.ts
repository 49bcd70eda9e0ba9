import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { readNoticeTemplates } from './actions/classes/notice-templates.ts'
import { readClassRetention } from './actions/classes/retention.ts'
import { readRetention } from './actions/retention.ts'
import { createStaffLinks } from './actions/staff-links.ts'
import { announcement } from './announce.ts'
import { audienceAccounts } from './broadcasts/audience-accounts.ts'
import { createReceipts } from './broadcasts/receipts.ts'
import { createCheckInCodes } from './classes/check-in-code.ts'
import { createPersonIndex } from './classes/person-index.ts'
import type { Config } from './config.ts'
import { makeFirstPassword } from './console/first-password.ts'
import { clockStartingAt, systemClock } from './core/clock.ts'
import { type AccountId, createIds } from './core/ids.ts'
import { inSlices } from './core/stepwise.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from './core/time-slice.ts'
import { deriveKey } from './data-key.ts'
import { createDomain } from './domain.ts'
import { createMetrics } from './http/metrics.ts'
import { close, listen } from './http/server.ts'
import { createHandler } from './inbox/handle.ts'
import { measureInbox } from './inbox/inbox.store.ts'
import { createInbox } from './inbox/receive.ts'
import { createLocalBell } from './jobs/bell.ts'
import { createPostgresBell } from './jobs/postgres-bell.ts'
import { createQuestionIndex, QUESTION_KEY } from './learning/question-index.ts'
import { createLlm } from './llm/llm.ts'
import { createLog } from './log.ts'
import { openChannels } from './open-channels.ts'
import { createDeliver } from './outbox/deliver.ts'
import { measureOutbox } from './outbox/open-rows.store.ts'
import { provinceOrThrow, readProvinces } from './places/provinces.ts'
import { openSandbox, platformsOf } from './platforms.ts'
import { createSite } from './site.ts'
import { startChores } from './start-chores.ts'
import { startSending } from './start-sending.ts'
import { openStorage } from './storage.ts'

/** The project's folder, in which flows/ and data/ stand. */
const ROOT = resolve(import.meta.dirname, '..')
const MAX_PENDING_EVENTS = 5000

export interface App extends AsyncDisposable {
  /** Where the server listens, as reached from this machine. */
  readonly url: string
  /** Tells the operator on the terminal where things are, and loudly when nothing of it is real. */
  announce(): void
}

/**
 * Builds every part once, in the order in which a message meets them, and starts it. Disposing of the app stops its
 * parts in reverse: no new requests, turns and sends under way finished, storage closed. Throws an `AppError` for what
 * an operator can set right.
 */
export async function createApp(config: Config): Promise<App> {
  await using parts = new AsyncDisposableStack()
  const log = createLog(config.logLevel)
  const clock = config.fakeNow === null ? systemClock : clockStartingAt(config.fakeNow)
  const ids = createIds(clock.now)

  const provinces = readProvinces(resolve(ROOT, 'data/provinces'))
  const served = new Set([provinceOrThrow(provinces, config.province, 'PROVINCE')])
  for (const { province } of [...config.zalo.accounts, ...config.messenger.accounts])
    served.add(provinceOrThrow(provinces, province, 'ACCOUNTS_FILE'))

  const storage = parts.use(await openStorage(config, log))
  const { database, sealer, queue } = storage
  const { db } = database

  const sandbox = config.sandbox ? await openSandbox(clock) : null
  if (sandbox) parts.defer(() => sandbox.close())
  const platforms = await platformsOf(config, sandbox)
  const channels = openChannels(platforms, [...provinces.keys()], storage, { clock, log })
  const { zalo, accounts } = channels
  const deliver = createDeliver(sealer, new Map(Array.from(accounts, ([id, { channel }]) => [id, channel])))
  const checkIns = createCheckInCodes(deriveKey(storage.dataKey, 'class-check-in'))
  /** Known once the server listens; nobody is written to before. */
  let publicUrl = config.publicUrl ?? ''
  const personIndex = createPersonIndex(deriveKey(storage.dataKey, 'class-person'))
  const domain = createDomain(ROOT, {
    db,
    sealer,
    ids,
    deliver,
    provinces,
    audience: audienceAccounts(accounts),
    noticeTemplates: (from, settings) => readNoticeTemplates(from, accounts, settings),
    personIndex,
    questionIndex: createQuestionIndex(deriveKey(storage.dataKey, QUESTION_KEY)),
    checkIns,
    links: createStaffLinks(() => publicUrl),
    llm: config.llm && createLlm(ROOT, config.llm, { clock, log }),
  })
  const { conversation, desk, deskTurns, erase, broadcastDesk, learning } = domain

  const metrics = createMetrics({
    inbox: () => measureInbox(db),
    outbox: () => measureOutbox(db),
    tokenAges: () =>
      new Map(zalo.tokenAges().map(({ account, refreshedAt }) => [account, (clock.now() - refreshedAt) / 1000])),
    now: clock.now,
  })

  const slice = new TimeSlice(BEHIND_WEBHOOKS_MS)
  const { sender, broadcasts, groups } = await startSending(parts, {
    root: ROOT,
    config,
    storage,
    channels: channels.all,
    accounts,
    provinces,
    units: desk.units,
    rules: broadcastDesk.rules,
    sandbox,
    metrics,
    slice,
    clock,
    log,
  })
  const wake = (account: string) => sender.wake(account as AccountId)
  const bell = parts.use(
    database.pool ? createPostgresBell(database.pool, config.databaseUrl, wake) : createLocalBell(wake),
  )

  const stopping = new AbortController()
  const handle = createHandler({
    db,
    sealer,
    clock,
    ids,
    slice,
    log,
    conversation,
    deskTurns,
    erase,
    noteQuestion: learning.note,
    channels: accounts,
    onQueued: (account) => bell.ring(account),
    onTurn: (decision, seconds) => {
      metrics.turns.inc({ decision })
      metrics.turnSeconds.observe(seconds)
    },
    wakeLater: (contact, ms) => queue.wakeLater(contact, ms),
    stopping: stopping.signal,
  })
  // What staff taught is known before the first question is answered.
  await learning.catchUp()
  await queue.start(handle)
  parts.defer(() => {
    stopping.abort()
    return queue.stop()
  })

  const receipts = createReceipts(db)
  const inbox = createInbox({
    db,
    sealer,
    queue,
    maxPending: MAX_PENDING_EVENTS,
    mask: conversation.delicate.mask,
    onStored: receipts.note,
  })
  startChores(parts, {
    receipts,
    storage,
    domain,
    broadcasts,
    inbox,
    zalo,
    groups: groups?.zalo ?? null,
    deliver,
    classRetention: readClassRetention(ROOT),
    retention: readRetention(ROOT),
  })
  const server = await listen(config)
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  publicUrl = config.publicUrl ?? url
  const closing = new AbortController()
  parts.defer(() => {
    closing.abort()
    return close(server)
  })

  const site = createSite({
    config,
    storage,
    channels,
    domain,
    checkIns,
    groups,
    inbox,
    metrics,
    sandbox,
    publicUrl,
    clock,
    log,
    wake: (account) => bell.ring(account),
    closing: closing.signal,
  })
  server.on('request', site)
  void inSlices(domain.communes.preparing(Array.from(served, ({ code }) => code)), slice)

  const firstPassword = config.consoleAdminPassword === null ? await makeFirstPassword(db) : null
  const running = parts.move()
  return {
    url,
    announce: () => console.log(announcement({ url: publicUrl, sandbox: sandbox !== null, password: firstPassword })),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
