import type { Insertable } from 'kysely'
import { QUOTAS, type RenderedPart } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { type AccountId, accountOf, type ContactId, type ProvinceId } from '../core/ids.ts'
import { engineOf } from '../db/engine-of.ts'
import { forRows, insertGiven } from '../db/for-rows.ts'
import type { Db, Engine } from '../db/open.ts'
import { relaxedTransaction } from '../db/relaxed-transaction.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import { insertOutbox, type NewOutboxRow } from '../outbox/outbox.store.ts'
import { notePaidMessages } from '../people/paid-consent.store.ts'
import type { Province } from '../places/provinces.ts'
import { wishForArticle } from './article.store.ts'
import { type AudiencePage, findAudience } from './audience.store.ts'
import type { SendingAccount } from './audience-accounts.ts'
import { type Broadcast, urgencyOf } from './broadcast.ts'
import type { RunId } from './broadcasts.schema.ts'
import { type AccountOffer, needsOf } from './offers.ts'
import { paidAmong, tokensFor } from './paid-tokens.ts'
import { type Purse, planSending, type SendingPlan } from './plan-sending.ts'
import { reserveQuota } from './quota.store.ts'
import { partsOf, type Renderer } from './render.ts'
import type { SendingRules } from './rules.ts'
import { advanceRun, batchOf, keyOf, type Run } from './run.store.ts'
import { addToTotals, NO_TOTALS } from './totals.ts'

/** People of a page, and so of a transaction: on SQLite replies wait for it, no longer than for a few turns. */
const PAGE: Readonly<Record<Engine, number>> = { sqlite: 200, postgres: 1000 }

export interface PlacingOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly rules: SendingRules
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly accounts: ReadonlyMap<AccountId, SendingAccount>
}

/** `stopped`: held, ended, or taken on by another process meanwhile; nothing was written. */
export type Placed =
  | {
      readonly type: 'placed'
      readonly messages: number
      readonly accounts: ReadonlySet<AccountId>
      readonly run: Run
      readonly purse: Purse
    }
  | { readonly type: 'stopped' }

/** A broadcast as its accounts can send it now. */
export interface Sending {
  readonly renderer: Renderer
  /** Of each account that it is for. */
  readonly offers: ReadonlyMap<AccountId, AccountOffer>
}

/**
 * The people a run has still to look at, a page at a time, none larger than `room`. Each page is read while what was
 * planned for the one before is written: the run's own messages to those say nothing about these.
 */
export async function* pagesAhead(
  { db, sealer, rules, clock }: PlacingOptions & { readonly clock: Clock },
  broadcast: Broadcast,
  run: Run,
  { offers }: Sending,
  room: number,
): AsyncGenerator<AudiencePage> {
  const read = (after: ContactId | null): Promise<AudiencePage> => {
    const now = clock.now()
    return findAudience(db, sealer, {
      accounts: [...offers.keys()],
      segment: broadcast.segment,
      knownBy: run.startedAt ?? now,
      after,
      limit: Math.min(PAGE[engineOf(db)], room),
      now,
      needs: needsOf(offers, rules, now),
    })
  }
  let ahead: Promise<AudiencePage> | null = read(run.cursor)
  while (ahead !== null) {
    const page: AudiencePage = await ahead
    ahead = page.next === null ? null : read(page.next)
    // A failure is thrown where the page is awaited; nobody may come that far.
    ahead?.catch(() => {})
    yield page
  }
}

/**
 * Fixes the recipients of a run, a page further: who gets the message which way at what cost, and the message itself, put
 * into the outbox. All of it in one transaction with the place reached, so that a run goes on after a crash exactly where
 * it was. It need not wait for the disk: what is lost with the machine's power is lost together, before any of it was
 * sent, for a claim of a broadcast message does wait.
 */
export async function placeBatch(
  options: PlacingOptions,
  broadcast: Broadcast,
  run: Run,
  page: AudiencePage,
  { renderer, offers }: Sending,
  purse: Purse,
  now: number,
): Promise<Placed> {
  const { db, sealer, rules } = options
  const planned = planSending(page.recipients, { now, rules, urgency: urgencyOf(broadcast, rules), offers }, purse)
  const tokens = await tokensFor(db, sealer, page.recipients, planned.plans)
  const rendered = page.recipients.map(({ contact, account }, index): Rendered => {
    const plan = planned.plans[index] as SendingPlan
    if (plan.type === 'left_out') return { contact, plan, parts: [] }
    const template = offers.get(account)?.template ?? null
    const own = { template, token: tokens.get(contact), entry: page.entries.get(contact) }
    const parts = partsOf(renderer, account, plan, own)
    if (parts) return { contact, plan, parts }
    // A consent may have been taken back since it was planned with.
    const reason = plan.carries === 'paid_message' ? 'outside_window' : 'template_value'
    return { contact, plan: { type: 'left_out', reason }, parts: [] }
  })
  const plans = rendered.map(({ plan }) => plan)
  const { leftOut } = addToTotals({ ...NO_TOTALS, leftOut: run.leftOut }, plans)
  const chosen = rendered.filter(isChosen)
  const rows = broadcast.training ? [] : chosen.flatMap((one) => messagesTo(one, run.id))
  const advanced = await relaxedTransaction(db, async (trx) => {
    if (!(await advanceRun(trx, run, page.next, leftOut))) return false
    await insertRecipients(trx, run.id, chosen, { placed: !broadcast.training, now })
    await insertOutbox(trx, sealer, rows, now)
    if (!broadcast.training) {
      await claimShares(trx, run.id, renderer, chosen, now)
      await notePaidMessages(trx, paidAmong(chosen), now)
    }
    return true
  })
  if (!advanced) return { type: 'stopped' }
  const further: Run = {
    ...run,
    leftOut,
    ...(page.next === null ? { status: 'sending' as const } : { cursor: page.next }),
  }
  const touched = new Set(rows.map((row) => accountOf(row.contact)))
  return { type: 'placed', messages: rows.length, accounts: touched, run: further, purse: planned.purse }
}

interface Rendered {
  readonly contact: ContactId
  readonly plan: SendingPlan
  readonly parts: readonly RenderedPart[]
}
type Chosen = Rendered & { readonly plan: Extract<SendingPlan, { type: 'send' }> }

function isChosen(one: Rendered): one is Chosen {
  return one.plan.type === 'send'
}

/** What the messages use of their accounts' allowances, and the article of the accounts whose followers are to get one. */
async function claimShares(
  db: Db,
  run: RunId,
  renderer: Renderer,
  chosen: readonly Chosen[],
  now: number,
): Promise<void> {
  for (const [account, ofAccount] of Map.groupBy(chosen, ({ contact }) => accountOf(contact))) {
    for (const quota of QUOTAS) {
      const count = ofAccount.filter(({ plan }) => plan.quota === quota && !plan.waits).length
      if (count > 0) await reserveQuota(db, run, account, quota, count)
    }
    const article = ofAccount.some(({ plan }) => plan.carries === 'article') ? renderer.article(account) : null
    if (article) await wishForArticle(db, run, account, article, now)
  }
}

/** One row a call; calls after the first have a number in their key. */
function messagesTo({ contact, plan, parts }: Chosen, run: RunId): NewOutboxRow[] {
  return parts.map((part, index) => ({
    contact,
    purpose: 'broadcast',
    key: index === 0 ? keyOf(run, contact) : `${keyOf(run, contact)}-${index + 1}`,
    batch: batchOf(run),
    part,
    waitsForQuota: plan.waits,
    ...(plan.until !== null && { usableUntil: plan.until }),
  }))
}

const insertNew = forRows<Insertable<Schema['broadcast_recipients']>>(
  {
    run_id: 'bigint',
    contact_id: 'text',
    account_id: 'text',
    way: 'text',
    cost_dong: 'bigint',
    placed: 'integer',
    fixed_at: 'bigint',
  },
  (db, given) => insertGiven(db, 'broadcast_recipients', given),
)

async function insertRecipients(
  db: Db,
  run: RunId,
  chosen: readonly Chosen[],
  { placed, now }: { placed: boolean; now: number },
): Promise<void> {
  await insertNew(
    db,
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
}
