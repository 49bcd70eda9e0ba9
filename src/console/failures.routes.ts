import { Router } from 'express'
import type { RenderedPart } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { AccountId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { listDeadLetters, resendDeadLetters } from '../outbox/dead-letters.store.ts'
import type { OutboxId } from '../outbox/outbox.store.ts'
import { recordAudit } from './audit.store.ts'
import { formField, formFields, type Guard } from './guard.ts'
import { type FailuresPage, renderFailures, renderWords } from './pages/failures.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'
import { wordsOfPart } from './words-of-part.ts'

const LETTERS_A_PAGE = 50

export interface FailuresOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  /** Something may be due for this account. */
  readonly wake: (account: AccountId) => void
}

/** Dead letters: listed, looked into (which the audit log keeps), put back into the line. */
export function createFailuresRoutes({ db, sealer, clock, texts, guard, send, wake }: FailuresOptions): Router {
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const before = readId(request.query.before)
      const found = await listDeadLetters(db, {
        limit: LETTERS_A_PAGE + 1,
        ...(before === null ? {} : { before }),
      })
      const letters = found.slice(0, LETTERS_A_PAGE)
      const page: FailuresPage = {
        texts,
        session,
        letters,
        olderThan: found.length > letters.length ? (letters.at(-1)?.id ?? null) : null,
        notice: noticeOf(texts, request.query.resent),
      }
      await send.page(response, session, 'failures', renderFailures(page))
    }),
  )

  router.post(
    '/resend',
    guard.act(async (request, response) => {
      const chosen = formField(request, 'all') === 'yes' ? 'shown' : 'id'
      const ids = formFields(request, chosen)
        .map(readId)
        .filter((id) => id !== null)
        .slice(0, LETTERS_A_PAGE)
      const now = clock.now()
      const resent = await db.transaction().execute(async (trx) => {
        const done = await resendDeadLetters(trx, ids, now)
        if (done.count > 0)
          await recordAudit(trx, {
            at: now,
            actor: 'admin',
            action: 'messages_resent',
            subject: ids.map((id) => `outbox:${id}`).join(' '),
            detail: String(done.count),
          })
        return done
      })
      for (const account of resent.accounts) wake(account)
      response.redirect(303, `/console/failures?resent=${resent.count}`)
    }),
  )

  router.post(
    '/:id/words',
    guard.act(async (request, response) => {
      const id = readId(request.params.id)
      const words = id === null ? null : await viewWords(id)
      await send.fragment(response, renderWords(texts, words))
    }),
  )

  /** Written down before it is shown, in one transaction: nobody sees what the log does not know. */
  function viewWords(id: OutboxId): Promise<string[] | null> {
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('outbox')
        .select('sealed_part')
        .where('id', '=', id)
        .where('status', 'in', ['failed', 'unknown'])
        .executeTakeFirst()
      if (!row) return null
      await recordAudit(trx, { at: clock.now(), actor: 'admin', action: 'message_viewed', subject: `outbox:${id}` })
      return wordsOfPart((sealer.open(row.sealed_part) as RenderedPart).body)
    })
  }

  return router
}

function noticeOf({ failures }: ConsoleTexts, resent: unknown): string | null {
  const count = typeof resent === 'string' && /^\d{1,6}$/.test(resent) ? resent : null
  if (count === null) return null
  return count === '0' ? failures.none_chosen : fill(failures.resent, { count })
}

function readId(given: unknown): OutboxId | null {
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : null
}
