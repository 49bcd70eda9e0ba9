import { type Response, Router } from 'express'
import type { BroadcastDesk } from '../actions/broadcasts/broadcast-desk.ts'
import { whomSaid } from '../actions/broadcasts/say-broadcast.ts'
import { listBroadcasts } from '../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../broadcasts/broadcast.ts'
import type { BroadcastId } from '../broadcasts/broadcasts.schema.ts'
import { listNotices } from '../broadcasts/notice.store.ts'
import { previewAudience } from '../broadcasts/preview.ts'
import { showProgress } from '../broadcasts/progress.ts'
import { mayHandle, nameOf } from '../broadcasts/rights.ts'
import { showWays } from '../broadcasts/show-ways.ts'
import { textsByChannel } from '../broadcasts/texts.ts'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import type { AccountId } from '../core/ids.ts'
import { provinceOrThrow } from '../places/provinces.ts'
import { listStaff, staffNames } from '../staff/staff.store.ts'
import type { Who } from './access.ts'
import { type DeedForm, performDeed } from './broadcast-deeds.ts'
import { formField, type Guard } from './guard.ts'
import { type BroadcastPage, isAhead, renderBroadcast } from './pages/broadcast.ts'
import { DEEDS } from './pages/broadcast-deeds.ts'
import { renderBroadcasts } from './pages/broadcasts.ts'
import type { Outcome } from './pages/layout.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'
import { findTheirBroadcast } from './their-broadcast.ts'

const BROADCASTS_A_PAGE = 100
const MAX_WHY = 300
/** So many of the newest are looked through for those of a unit. */
const BROADCASTS_LOOKED_AT = 1000

export interface BroadcastsOptions {
  readonly desk: BroadcastDesk
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  /** Something may be due for this account. */
  readonly wake: (account: AccountId) => void
}

/** The notices of what was done. */
const DONE: readonly string[] = [...DEEDS, 'change']

type Notice = keyof ConsoleTexts['broadcasts']['notices']

/**
 * Announcements: listed, looked at, and handed in, approved (bound to what was on the page), paused, resumed, cancelled,
 * tried, sent again, corrected: each by a member of the staff with the right to it. To other staff they are as if they did
 * not exist, and the try is written down. What is done is written into the audit log by the deed itself.
 */
export function createBroadcastsRoutes(options: BroadcastsOptions): Router {
  const { desk, clock, texts, guard, send, wake } = options
  const { db, sealer, rules, provinces } = desk
  const { notices } = texts.broadcasts
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const broadcasts = await listTheirs(session)
      const page = renderBroadcasts({
        texts,
        broadcasts,
        outcome: outcomeOf(request.query.notice),
        whom: (broadcast) => whomSaid(desk, broadcast),
        names: await staffNames(db, sealer),
      })
      await send.page(response, session, 'broadcasts', page)
    }),
  )

  router.get(
    '/:id',
    guard.show(async (request, response, session) => {
      const broadcast = await findTheirs(session, request.params.id, 'show')
      if (!broadcast) return refuse(response, session)
      const outcome = outcomeOf(request.query.notice, broadcast)
      await showBroadcast(response, session, broadcast, { outcome, correction: null })
    }),
  )

  router.post(
    '/:id/:deed',
    guard.act(async (request, response, session) => {
      const deed = DEEDS.find((one) => one === request.params.deed)
      const broadcast = deed && (await findTheirs(session, request.params.id, deed))
      if (!broadcast) return refuse(response, session)
      const field = (name: string) => formField(request, name) ?? ''
      const form: DeedForm = {
        deed,
        by: field('by'),
        hash: field('hash'),
        reason: field('reason'),
        why: field('why').trim().slice(0, MAX_WHY),
        text: field('text').replaceAll('\r\n', '\n'),
        at: field('at'),
        outsidePlan: field('outside_plan') !== '',
      }
      const { shown, notice } = await perform(broadcast, session, form)
      const keepsWords = deed === 'correct' && notice !== deed && session.role === 'staff'
      if (!keepsWords) return show(response, shown, notice)
      const outcome = outcomeOf(notice, broadcast)
      await showBroadcast(response.status(422), session, broadcast, { outcome, correction: form })
    }),
  )

  async function showBroadcast(
    response: Response,
    session: SignedIn,
    broadcast: Broadcast,
    said: Pick<BroadcastPage, 'outcome' | 'correction'>,
  ): Promise<void> {
    const now = clock.now()
    const runs = await showProgress(db, broadcast.id)
    const page = renderBroadcast({
      texts,
      session,
      broadcast,
      whom: whomSaid(desk, broadcast),
      words: textsByChannel(
        broadcast,
        provinceOrThrow(provinces, broadcast.province),
        runs.map(({ run }) => run),
      ),
      // Counting everybody takes its time: only while it tells something about what is to come.
      audience: isAhead(broadcast) ? await previewAudience(desk, broadcast, now) : null,
      runs,
      ways: await showWays(desk, broadcast, now),
      notices: await listNotices(db, broadcast.id),
      alarmTexts: desk.alarms,
      staff: (await listStaff(db, sealer)).filter((member) => mayHandle(desk.units, member, broadcast)),
      names: await namesOf(broadcast),
      rules,
      now,
      ...said,
    })
    await send.page(response, session, 'broadcasts', page)
  }

  async function listTheirs(who: Who): Promise<readonly Broadcast[]> {
    if (who.role === 'admin') return listBroadcasts(db, { limit: BROADCASTS_A_PAGE })
    const newest = await listBroadcasts(db, { limit: BROADCASTS_LOOKED_AT })
    return newest.filter((broadcast) => mayHandle(desk.units, who.member, broadcast)).slice(0, BROADCASTS_A_PAGE)
  }

  function findTheirs(who: Who, id: unknown, wish: string): Promise<Broadcast | undefined> {
    return findTheirBroadcast({ db, units: desk.units }, who, { id, wish, now: clock.now() })
  }

  function refuse(response: Response, who: Who): void | Promise<void> {
    if (who.role === 'staff') return send.problem(response, 'missing')
    response.redirect(303, '/console/broadcasts?notice=no_broadcast')
  }

  /** Which broadcast is shown then, and what came of it, as the name of a notice. */
  async function perform(
    broadcast: Broadcast,
    who: Who,
    form: DeedForm,
  ): Promise<{ shown: BroadcastId; notice: Notice }> {
    try {
      return { shown: await performDeed(desk, wake, broadcast, who, form, clock.now()), notice: form.deed }
    } catch (error) {
      const known = error instanceof AppError && Object.keys(notices).find((name) => name === error.code)
      if (known) return { shown: broadcast.id, notice: known as Notice }
      throw error
    }
  }

  async function namesOf({
    author,
    changedBy,
    approval,
    outsidePlanBy,
  }: Broadcast): Promise<ReadonlyMap<string, string>> {
    const actors = [author, changedBy, approval?.by, outsidePlanBy].filter(
      (actor) => actor !== null && actor !== undefined,
    )
    return new Map(await Promise.all(actors.map(async (actor) => [actor, await nameOf(db, sealer, actor)] as const)))
  }

  function show(response: Response, id: BroadcastId, notice: Notice): void {
    response.redirect(303, `/console/broadcasts/${encodeURIComponent(id)}?notice=${notice}`)
  }

  function outcomeOf(notice: unknown, broadcast?: Broadcast): Outcome | null {
    const name = Object.keys(notices).find((one) => one === notice)
    const { from = '', to = '' } = broadcast?.plan ?? {}
    if (name === undefined) return null
    return { text: fill(notices[name as Notice], { from, to }), done: DONE.includes(name) }
  }

  return router
}
