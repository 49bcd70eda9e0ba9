import { join } from 'node:path'
import { approveBroadcast } from '../../../src/broadcasts/approve.ts'
import { audienceAccounts, type SendingAccount } from '../../../src/broadcasts/audience-accounts.ts'
import { getBroadcastOrThrow } from '../../../src/broadcasts/broadcast.store.ts'
import { type Broadcast, type Draft, draftSchema } from '../../../src/broadcasts/broadcast.ts'
import type { BroadcastId } from '../../../src/broadcasts/broadcasts.schema.ts'
import { createBroadcast, submitBroadcast } from '../../../src/broadcasts/draft.ts'
import { hashOf } from '../../../src/broadcasts/hash.ts'
import { readSendingRules } from '../../../src/broadcasts/rules.ts'
import { type RunnerOptions, startDueRuns } from '../../../src/broadcasts/start-due-runs.ts'
import { readBroadcastTexts } from '../../../src/broadcasts/templates.ts'
import { type AccountId, accountOf, type ContactId, createIds, type ProvinceId } from '../../../src/core/ids.ts'
import type { Message } from '../../../src/core/messages.ts'
import type { Db } from '../../../src/db/open.ts'
import { claimDue } from '../../../src/outbox/claim.store.ts'
import type { OutboxResult } from '../../../src/outbox/outbox.store.ts'
import { recordResults } from '../../../src/outbox/results.store.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { type Contact, newContact } from '../../../src/people/contact.ts'
import { readProvinces } from '../../../src/places/provinces.ts'
import { account, otherAccount, sealer } from '../../support/samples.ts'

const ROOT = join(import.meta.dirname, '../../..')
export const GIA_LAI = 'gia-lai' as ProvinceId
export const rules = readSendingRules(join(ROOT, 'data/platform-rules'))
export const texts = readBroadcastTexts(join(ROOT, 'data/messages'))
export const provinces = readProvinces(join(ROOT, 'data/provinces'))

/** 05/10/2026 07:00 in Việt Nam. */
export const MORNING = Date.UTC(2026, 9, 5, 0, 0)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Says a message as it is: what a channel makes of it is not what is tested here. */
const plainly = (type: 'zalo-oa' | 'messenger'): SendingAccount => ({
  channel: { type, render: (message: Message) => [{ body: message }] },
  province: GIA_LAI,
})
export const accounts: ReadonlyMap<AccountId, SendingAccount> = new Map([
  [account, plainly('zalo-oa')],
  [otherAccount, plainly('messenger')],
])

export const DRAFT: Draft = draftSchema.parse({
  title: 'Nhắc chữ ký số',
  province: 'gia-lai',
  content: { template: 'chu-ky-so' },
  schedule: { type: 'once', at: '05/10/2026 08:00' },
})

export const noLog = { info() {}, warn() {}, error() {}, debug() {} }

/** The system as a broadcast sees it, at a time that the test sets. */
export function createWorld(db: Db, start = MORNING, sending = accounts) {
  let now = start
  const clock = { now: () => now }
  const ids = createIds(clock.now)
  const options = { db, sealer, accounts: audienceAccounts(sending), rules, ids, texts, provinces }
  const errors: unknown[] = []
  const runner: RunnerOptions = {
    db,
    sealer,
    clock,
    rules,
    provinces,
    accounts: sending,
    log: { ...noLog, error: (fields) => errors.push(fields) },
    onQueued: () => {},
  }

  return {
    options,
    runner,
    errors,
    now: () => now,
    goTo(instant: number) {
      now = instant
    },
    async tick(instant = now) {
      now = instant
      await startDueRuns(runner)
    },
    /** People who wrote just now, or as `fields` say. */
    async people(ids: readonly ContactId[], fields: Partial<Contact> = {}) {
      for (let at = 0; at < ids.length; at += 500) {
        await saveContacts(
          db,
          sealer,
          ids.slice(at, at + 500).map((id) => ({ ...newContact(id, accountOf(id), now), version: 1, ...fields })),
        )
      }
    },
    create: (draft: Partial<Draft> = {}, author = 'An') =>
      createBroadcast(options, { ...DRAFT, ...draft }, author, now),
    async submitted(draft: Partial<Draft> = {}, author = 'An'): Promise<Broadcast> {
      const { id } = await createBroadcast(options, { ...DRAFT, ...draft }, author, now)
      await submitBroadcast(db, id, author, now)
      return getBroadcastOrThrow(db, id)
    },
    async approved(draft: Partial<Draft> = {}): Promise<Broadcast> {
      const broadcast = await this.submitted(draft)
      return approveBroadcast(options, broadcast.id, { by: 'Bình', hash: hashOf(broadcast) }, now)
    },
    show: (id: BroadcastId) => getBroadcastOrThrow(db, id),
    runs: (id: BroadcastId) =>
      db.selectFrom('broadcast_runs').selectAll().where('broadcast_id', '=', id).orderBy('due_at').execute(),
    /** Who has a message in the outbox, and in which state it stands. */
    outbox: () => db.selectFrom('outbox').selectAll().orderBy('id').execute(),
    /** Takes up to `limit` messages as the sender does, with `result` for each. */
    async send(limit: number, result: 'sent' | 'failed' | 'sending' = 'sent', of = account) {
      const rows = (await claimDue(db, sealer, [{ account: of, limit }], now)).flat()
      if (result === 'sending') return rows
      const why = { reason: 'rejected', code: '-201', detail: 'refused' } as const
      const results = rows.map(
        ({ id }): OutboxResult =>
          result === 'sent' ? { id, status: 'sent', externalId: `x${id}` } : { id, status: 'failed', why },
      )
      await recordResults(db, results, now)
      return rows
    },
  }
}
export type World = ReturnType<typeof createWorld>
