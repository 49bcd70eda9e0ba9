import { type Request, type Response, Router } from 'express'
import { approveBroadcast } from '../broadcasts/approve.ts'
import { accountsFor } from '../broadcasts/audience.store.ts'
import { findBroadcast, listBroadcasts } from '../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../broadcasts/broadcast.ts'
import type { BroadcastId } from '../broadcasts/broadcasts.schema.ts'
import { checkTemplates } from '../broadcasts/check-templates.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/control.ts'
import { submitBroadcast } from '../broadcasts/draft.ts'
import { type PreviewOptions, previewAudience } from '../broadcasts/preview.ts'
import { showProgress } from '../broadcasts/progress.ts'
import { showWays } from '../broadcasts/show-ways.ts'
import { textsByChannel } from '../broadcasts/texts.ts'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { AccountId, ProvinceId } from '../core/ids.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { formField, type Guard } from './guard.ts'
import { DEEDS, type Deed, isAhead, renderBroadcast } from './pages/broadcast.ts'
import { renderBroadcasts } from './pages/broadcasts.ts'
import type { SendPage } from './send-page.ts'
import type { ConsoleTexts } from './texts.ts'

const BROADCASTS_A_PAGE = 100
/** Under this name the console's admin stands as author, approver and in the audit log. */
const ADMIN = 'admin'

export interface BroadcastsOptions extends PreviewOptions {
  readonly clock: Clock
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  /** Something may be due for this account. */
  readonly wake: (account: AccountId) => void
}

type Notice = keyof ConsoleTexts['broadcasts']['notices']

/**
 * Announcements: listed, looked at, and handed in, approved (bound to what was on the page), paused, resumed, cancelled.
 * What is done is written into the audit log by the deed itself.
 */
export function createBroadcastsRoutes(options: BroadcastsOptions): Router {
  const { db, rules, accounts, clock, provinces, texts, guard, send, wake } = options
  const { notices } = texts.broadcasts
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const broadcasts = await listBroadcasts(db, { limit: BROADCASTS_A_PAGE })
      const provinceName = (id: ProvinceId) => provinces.get(id)?.short ?? id
      const page = renderBroadcasts({ texts, broadcasts, notice: noticeOf(request), provinceName })
      await send.page(response, session, 'broadcasts', page)
    }),
  )

  router.get(
    '/:id',
    guard.show(async (request, response, session) => {
      const broadcast = await findBroadcast(db, request.params.id as BroadcastId)
      if (!broadcast) return response.redirect(303, '/console/broadcasts?notice=no_broadcast')
      const now = clock.now()
      const page = renderBroadcast({
        texts,
        session,
        broadcast,
        words: textsByChannel(broadcast, provinceOrThrow(provinces, broadcast.province)),
        // Counting everybody takes its time: only while it tells something about what is to come.
        audience: isAhead(broadcast) ? await previewAudience(options, broadcast, now) : null,
        runs: await showProgress(db, broadcast.id),
        ways: await showWays(options, broadcast, now),
        notice: noticeOf(request),
        rules,
        now,
      })
      await send.page(response, session, 'broadcasts', page)
    }),
  )

  router.post(
    '/:id/:deed',
    guard.act(async (request, response) => {
      const id = request.params.id as BroadcastId
      const deed = DEEDS.find((one) => one === request.params.deed)
      const broadcast = await findBroadcast(db, id)
      if (!broadcast || !deed) return response.redirect(303, '/console/broadcasts?notice=no_broadcast')
      show(response, id, await perform(deed, broadcast, formField(request, 'hash') ?? ''))
    }),
  )

  /** What came of it, as the name of a notice. */
  async function perform(deed: Deed, broadcast: Broadcast, hash: string): Promise<Notice> {
    try {
      await act(deed, broadcast, hash)
      return deed
    } catch (error) {
      const known = error instanceof AppError && Object.keys(notices).find((name) => name === error.code)
      if (known) return known as Notice
      throw error
    }
  }

  async function act(deed: Deed, broadcast: Broadcast, hash: string): Promise<void> {
    const { id } = broadcast
    const now = clock.now()
    const by = { actor: ADMIN, now }
    switch (deed) {
      case 'submit':
        await checkTemplates(options, broadcast, now)
        return submitBroadcast(db, id, ADMIN, now)
      case 'approve':
        await approveBroadcast(options, id, { by: ADMIN, hash }, now)
        return
      case 'pause':
        return pauseBroadcast(db, id, by)
      case 'resume':
        await resumeBroadcast(options, id, by)
        for (const account of accountsFor(broadcast, accounts)) wake(account)
        return
      case 'cancel':
        return cancelBroadcast(db, id, by)
    }
  }

  function show(response: Response, id: BroadcastId, notice: Notice): void {
    response.redirect(303, `/console/broadcasts/${encodeURIComponent(id)}?notice=${notice}`)
  }

  function noticeOf({ query }: Request): string | null {
    const name = Object.keys(notices).find((one) => one === query.notice)
    return name === undefined ? null : notices[name as Notice]
  }

  return router
}
