import type { RenderedPart } from '../core/channel.ts'
import type { AccountId, ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { type AsideRow, dropAside, listAside, replaceAside } from '../outbox/aside.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { notePaidMessages } from '../people/paid-consent.store.ts'
import { findRecipients } from './audience.store.ts'
import { type Broadcast, urgencyOf } from './broadcast.ts'
import { needsOf } from './offers.ts'
import { tokensFor } from './paid-tokens.ts'
import type { PlacingOptions, Sending } from './place.ts'
import { planSending, type SendingPlan } from './plan-sending.ts'
import { purseOf } from './purse.ts'
import { reserveQuota } from './quota.store.ts'
import { partsOf } from './render.ts'
import { batchOf, keyOf, type Run } from './run.store.ts'

/** Messages looked at anew in one transaction. */
const BATCH = 200

/**
 * Messages whose window had closed by the time they were to be sent, as after a night's rest, are planned anew: in another
 * way that is permitted now, or left unsent under its reason. None of them was tried before, so nobody gets two.
 */
export async function replanClosed(
  options: PlacingOptions,
  broadcast: Broadcast,
  run: Run,
  sending: Sending,
  now: number,
): Promise<void> {
  for (;;) {
    const rows = await listAside(options.db, batchOf(run.id), ASIDE.windowClosed, BATCH)
    if (rows.length === 0) return
    const closed = Map.groupBy(rows, (row) => row.contact)
    await replan(options, { broadcast, run, closed }, sending, now)
    if (rows.length < BATCH) return
  }
}

/** Messages of a run whose window closed, by their person. */
interface Closed {
  readonly broadcast: Broadcast
  readonly run: Run
  readonly closed: ReadonlyMap<ContactId, readonly AsideRow[]>
}

/** What becomes of a person's messages: another way, or none and why. */
type Replanned =
  | { readonly type: 'none'; readonly why: string }
  | {
      readonly type: 'other'
      readonly account: AccountId
      readonly plan: Extract<SendingPlan, { type: 'send' }>
      readonly parts: readonly RenderedPart[]
    }

async function replan(
  { db, sealer, rules }: PlacingOptions,
  { broadcast, run, closed }: Closed,
  { renderer, offers }: Sending,
  now: number,
): Promise<void> {
  const accounts = [...offers.keys()]
  const recipients = await findRecipients(db, [...closed.keys()], { now, needs: needsOf(offers, rules, now) })
  const { plans } = planSending(
    recipients,
    { now, rules, urgency: urgencyOf(broadcast, rules), offers },
    await purseOf(db, broadcast, run.id, accounts, now),
  )
  const tokens = await tokensFor(db, sealer, recipients, plans)
  const planned = new Map(
    recipients.map(({ contact, account }, index) => [contact, { account, plan: plans[index] }] as const),
  )
  await db.transaction().execute(async (trx) => {
    for (const [contact, rows] of closed) {
      const replanned = replannedFor(contact, rows)
      if (replanned.type === 'other') await sendOtherwise(trx, sealer, run, { contact, rows, ...replanned }, now)
      else
        await dropAside(
          trx,
          rows.map(({ id }) => id),
          replanned.why,
        )
    }
  })

  function replannedFor(contact: ContactId, rows: readonly AsideRow[]): Replanned {
    const { account, plan } = planned.get(contact) ?? {}
    // Its first call went out while the window was open: the rest in another way would say the same twice.
    const isWhole = rows.some((row) => row.key === keyOf(run.id, contact))
    if (!account || !plan || !isWhole) return { type: 'none', why: 'outside_window' }
    if (plan.type === 'left_out') return { type: 'none', why: plan.reason }
    if (plan.carries === 'article') return { type: 'none', why: 'outside_window' }
    const own = { template: offers.get(account)?.template ?? null, token: tokens.get(contact) }
    const parts = partsOf(renderer, account, plan, own)
    if (parts === null || parts.length > rows.length) return { type: 'none', why: 'outside_window' }
    return { type: 'other', account, plan, parts }
  }
}

/** Puts other calls in the place of a person's messages, and drops what these do not need. */
async function sendOtherwise(
  trx: Db,
  sealer: Sealer,
  run: Run,
  {
    contact,
    rows,
    account,
    plan,
    parts,
  }: Extract<Replanned, { type: 'other' }> & { readonly contact: ContactId; readonly rows: readonly AsideRow[] },
  now: number,
): Promise<void> {
  const { until: usableUntil, waits: waitsForQuota } = plan
  for (const [index, row] of rows.entries()) {
    const part = parts[index]
    if (part) await replaceAside(trx, sealer, row.id, { part, usableUntil, waitsForQuota }, now)
    else await dropAside(trx, [row.id], 'replaced')
  }
  await noteWay(trx, run, contact, plan)
  if (plan.carries === 'paid_message') await notePaidMessages(trx, [contact], now)
  if (plan.quota && !plan.waits) await reserveQuota(trx, run.id, account, plan.quota, 1)
}

async function noteWay(
  db: Db,
  run: Run,
  contact: ContactId,
  plan: Extract<SendingPlan, { type: 'send' }>,
): Promise<void> {
  await db
    .updateTable('broadcast_recipients')
    .set({ way: plan.way, cost_dong: plan.costDong })
    .where('run_id', '=', run.id)
    .where('contact_id', '=', contact)
    .execute()
}
