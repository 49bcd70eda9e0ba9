import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { type AsideRow, dropAside, listAside, replaceAside } from '../outbox/aside.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { notePaidMessages } from '../people/paid-consent.store.ts'
import { findRecipients } from './audience.store.ts'
import { type Broadcast, urgencyOf } from './broadcast.ts'
import { needsOf } from './offers.ts'
import { tokensFor } from './paid-tokens.ts'
import type { PlacingOptions, Sending } from './place.ts'
import { type Plan, planSending } from './plan.ts'
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
    await replan(
      options,
      broadcast,
      run,
      sending,
      Map.groupBy(rows, (row) => row.contact),
      now,
    )
    if (rows.length < BATCH) return
  }
}

async function replan(
  { db, sealer, rules }: PlacingOptions,
  broadcast: Broadcast,
  run: Run,
  { renderer, offers }: Sending,
  closed: ReadonlyMap<ContactId, readonly AsideRow[]>,
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
  const planned = new Map(recipients.map((recipient, index) => [recipient.contact, { recipient, plan: plans[index] }]))
  await db.transaction().execute(async (trx) => {
    for (const [contact, rows] of closed) {
      const found = planned.get(contact)
      const leave = (why: string) =>
        dropAside(
          trx,
          rows.map((row) => row.id),
          why,
        )
      // Its first call went out while the window was open: the rest in another way would say the same twice.
      const isWhole = rows.some((row) => row.key === keyOf(run.id, contact))
      if (!found?.plan || !isWhole || (found.plan.type === 'send' && found.plan.carries === 'article'))
        await leave('outside_window')
      else if (found.plan.type === 'left_out') await leave(found.plan.reason)
      else {
        const { account } = found.recipient
        const own = { template: offers.get(account)?.template ?? null, token: tokens.get(contact) }
        const parts = partsOf(renderer, account, found.plan, own)
        if (parts === null || parts.length > rows.length) {
          await leave('outside_window')
          continue
        }
        for (const [index, row] of rows.entries()) {
          const part = parts[index]
          const { until: usableUntil, waits: waitsForQuota } = found.plan
          if (part) await replaceAside(trx, sealer, row.id, { part, usableUntil, waitsForQuota }, now)
          else await dropAside(trx, [row.id], 'replaced')
        }
        await noteWay(trx, run, contact, found.plan)
        if (found.plan.carries === 'paid_message') await notePaidMessages(trx, [contact], now)
        if (found.plan.quota && !found.plan.waits) await reserveQuota(trx, run.id, account, found.plan.quota, 1)
      }
    }
  })
}

async function noteWay(db: Db, run: Run, contact: ContactId, plan: Extract<Plan, { type: 'send' }>): Promise<void> {
  await db
    .updateTable('broadcast_recipients')
    .set({ way: plan.way, cost_dong: plan.costDong })
    .where('run_id', '=', run.id)
    .where('contact_id', '=', contact)
    .execute()
}
