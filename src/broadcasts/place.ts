import type { Channel, RenderedPart } from '../core/channel.ts'
import { vietnamDate } from '../core/clock.ts'
import { type AccountId, accountOf, type ContactId, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { insertOutbox, type NewOutboxRow } from '../outbox/outbox.store.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { type AudienceAccount, accountsFor, countUsedThisMonth, findAudience } from './audience.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { RunId } from './broadcasts.schema.ts'
import { messageOf } from './content.ts'
import { addToTotals, NO_TOTALS, type Plan, planSending } from './plan.ts'
import { CARRIED } from './preview.ts'
import type { SendingRules } from './rules.ts'
import { advanceRun, batchOf, keyOf, type Run } from './run.store.ts'

/** People of a transaction: replies wait for it no longer than for a few turns. */
const BATCH = 200

/** What sending needs to know of an account. */
export interface SendingAccount {
  readonly channel: Pick<Channel, 'type' | 'render'>
  readonly province: ProvinceId
}

export interface PlacingOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly rules: SendingRules
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly accounts: ReadonlyMap<AccountId, SendingAccount>
}

/** `stopped`: held, ended, or taken on by another process meanwhile; nothing was written. */
export type Placed =
  | { readonly type: 'placed'; readonly messages: number; readonly accounts: ReadonlySet<AccountId>; readonly run: Run }
  | { readonly type: 'stopped' }

/**
 * Fixes the recipients of a run, up to 200 people further: who gets the message which way at what cost, and the message
 * itself, put into the outbox. All of it in one transaction with the place reached, so that a run goes on after a crash
 * exactly where it was.
 */
export async function placeBatch(
  options: PlacingOptions,
  broadcast: Broadcast,
  run: Run,
  parts: PartsOf,
  now: number,
): Promise<Placed> {
  const { db, sealer, rules } = options
  const accounts = accountsFor(broadcast, audienceAccounts(options.accounts))
  const page = await findAudience(db, sealer, {
    accounts,
    segment: broadcast.segment,
    knownBy: run.startedAt ?? now,
    after: run.cursor,
    limit: BATCH,
    now,
  })
  const { plans } = planSending(
    page.recipients,
    { now, rules, urgency: rules.urgency[broadcast.urgency], carried: CARRIED },
    {
      freeUsed: await countUsedThisMonth(db, accounts, now),
      budgetDong: broadcast.budgetDong - (await spentOn(db, run.id)),
    },
  )
  const { leftOut } = addToTotals({ ...NO_TOTALS, leftOut: run.leftOut }, plans)
  const chosen = page.recipients.flatMap(({ contact }, index) => {
    const plan = plans[index]
    return plan?.type === 'send' ? [{ contact, plan }] : []
  })
  const rows = broadcast.training ? [] : chosen.flatMap(({ contact }) => messagesTo(contact, run.id, parts))
  const advanced = await db.transaction().execute(async (trx) => {
    if (!(await advanceRun(trx, run, page.next, leftOut))) return false
    await insertRecipients(trx, run.id, chosen, { placed: !broadcast.training, now })
    await insertOutbox(trx, sealer, rows, now)
    return true
  })
  if (!advanced) return { type: 'stopped' }
  const further: Run = {
    ...run,
    leftOut,
    ...(page.next === null ? { status: 'sending' as const } : { cursor: page.next }),
  }
  const touched = new Set(rows.map((row) => accountOf(row.contact)))
  return { type: 'placed', messages: rows.length, accounts: touched, run: further }
}

/** The calls that say a broadcast on one account. */
export type PartsOf = (account: AccountId) => readonly RenderedPart[]

/** Renders a broadcast through each account's own channel, once an account. */
export function rendererOf(
  { accounts, provinces }: Pick<PlacingOptions, 'accounts' | 'provinces'>,
  { content }: Broadcast,
  dueAt: number,
): PartsOf {
  const rendered = new Map<AccountId, readonly RenderedPart[]>()
  return (id) => {
    const known = rendered.get(id)
    if (known) return known
    const account = accounts.get(id)
    if (!account) throw new Error(`the account ${id} is not among those that send`)
    const province = provinceOrThrow(provinces, account.province)
    const setting = { channel: account.channel.type, province, date: vietnamDate(dueAt) }
    const parts = account.channel.render(messageOf(content, setting))
    rendered.set(id, parts)
    return parts
  }
}

export function audienceAccounts(accounts: ReadonlyMap<AccountId, SendingAccount>): AudienceAccount[] {
  return [...accounts].map(([id, { channel, province }]) => ({ id, channel: channel.type, province }))
}

/** One row a call; calls after the first have a number in their key. */
function messagesTo(contact: ContactId, run: RunId, parts: PartsOf): NewOutboxRow[] {
  return parts(accountOf(contact)).map((part, index) => ({
    contact,
    purpose: 'broadcast',
    key: index === 0 ? keyOf(run, contact) : `${keyOf(run, contact)}-${index + 1}`,
    batch: batchOf(run),
    part,
  }))
}

async function insertRecipients(
  db: Db,
  run: RunId,
  chosen: readonly { contact: ContactId; plan: Extract<Plan, { type: 'send' }> }[],
  { placed, now }: { placed: boolean; now: number },
): Promise<void> {
  if (chosen.length === 0) return
  await db
    .insertInto('broadcast_recipients')
    .values(
      chosen.map(({ contact, plan }) => ({
        run_id: run,
        contact_id: contact,
        account_id: accountOf(contact),
        way: plan.way,
        cost_dong: plan.costDong,
        placed: placed ? 1 : 0,
        fixed_at: now,
      })),
    )
    .execute()
}

async function spentOn(db: Db, run: RunId): Promise<number> {
  const row = await db
    .selectFrom('broadcast_recipients')
    .select((eb) => eb.fn.sum<number | string | null>('cost_dong').as('dong'))
    .where('run_id', '=', run)
    .executeTakeFirst()
  return Number(row?.dong ?? 0)
}
