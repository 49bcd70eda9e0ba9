import { type Response, Router } from 'express'
import { readAccount, switchPosting } from '../channels/zalo-personal/account.store.ts'
import { assignGroup, listGroups } from '../channels/zalo-personal/group.store.ts'
import { countPostsSince } from '../channels/zalo-personal/post.store.ts'
import type { ZaloGroups } from '../channels/zalo-personal/zalo-groups.ts'
import type { Clock } from '../core/clock.ts'
import type { ProvinceId } from '../core/ids.ts'
import { dayOf, instantOf } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitId } from '../staff/member.ts'
import type { Units } from '../staff/units.ts'
import { unitTyped } from './access.ts'
import { type AuditAction, recordAudit } from './audit.store.ts'
import { formField, type Guard } from './guard.ts'
import { type GroupsPage, renderGroups, renderLogin } from './pages/groups.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

export interface GroupsOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly zalo: ZaloGroups
  readonly postsPerDay: number
  readonly units: Units
  readonly provinces: readonly ProvinceId[]
}

type Notice = keyof ConsoleTexts['groups']['notices']
/** The notices of what was not done. */
const UNDONE: readonly Notice[] = ['not_understood', 'not_listed', 'no_commune', 'no_group']

/** The personal account that posts into groups: its login by QR, whether it may post, and which group is whose. */
export function createGroupsRoutes(options: GroupsOptions): Router {
  const { db, sealer, clock, texts, guard, send, zalo, units } = options
  const communes = options.provinces
    .flatMap((province) => units.within(province as string as UnitId))
    .filter((unit) => units.isCommune(unit))
    .map((id) => ({ id, name: units.nameOf(id) }))
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const { notices } = texts.groups
      const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
      await showPage(response, session, {
        outcome: said ? { text: notices[said], done: !UNDONE.includes(said) } : null,
        wrong: null,
      })
    }),
  )

  // What htmx puts in place of the login's state, every few seconds while one is under way.
  router.get(
    '/login',
    guard.show(async (_request, response) => {
      const account = await readAccount(db, sealer, clock.now())
      // The login is over: the whole page says something else now.
      if (account.login === null) response.set('HX-Refresh', 'true').status(204).end()
      else await send.fragment(response, renderLogin(texts, account.login))
    }),
  )

  router.post(
    '/login',
    guard.act(async (request, response) => {
      if (formField(request, 'understood') !== 'yes') return show(response, 'not_understood')
      await audit('groups_login_started', 'zalo-groups')
      await zalo.startLogin()
      show(response, 'login')
    }),
  )

  router.post(
    '/posting',
    guard.act(async (request, response) => {
      const on = formField(request, 'on') === 'yes'
      await switchPosting(db, on)
      await audit(on ? 'groups_posting_on' : 'groups_posting_off', 'zalo-groups')
      show(response, on ? 'on' : 'off')
    }),
  )

  router.post(
    '/forget',
    guard.act(async (_request, response) => {
      await zalo.forget()
      await audit('groups_forgotten', 'zalo-groups')
      show(response, 'forgotten')
    }),
  )

  router.post(
    '/refresh',
    guard.act(async (_request, response) => {
      await audit('groups_listed', 'zalo-groups')
      show(response, (await zalo.refreshGroups()).type === 'ok' ? 'listed' : 'not_listed')
    }),
  )

  router.post(
    '/:id/commune',
    guard.act(async (request, response, session) => {
      const id = String(request.params.id)
      const typed = (formField(request, 'commune') ?? '').trim()
      const code = typed === '' ? null : unitTyped(communes, typed)
      if (code === undefined)
        return showPage(response.status(422), session, { outcome: null, wrong: { group: id, typed } })
      if (!(await assignGroup(db, id, code))) return show(response, 'no_group')
      await audit('group_assigned', `zalo-group:${id}`, code ?? 'none')
      show(response, 'assigned')
    }),
  )

  async function showPage(
    response: Response,
    session: SignedIn,
    said: Pick<GroupsPage, 'outcome' | 'wrong'>,
  ): Promise<void> {
    const now = clock.now()
    const page = renderGroups({
      texts,
      session,
      account: await readAccount(db, sealer, now),
      groups: await listGroups(db, sealer),
      today: await countPostsSince(db, instantOf(dayOf(now), 0)),
      postsPerDay: options.postsPerDay,
      communes,
      ...said,
    })
    await send.page(response, session, 'groups', page)
  }

  async function audit(action: AuditAction, subject: string, detail?: string): Promise<void> {
    await recordAudit(db, { at: clock.now(), actor: 'admin', action, subject, ...(detail && { detail }) })
  }

  function show(response: Response, notice: Notice): void {
    response.redirect(303, `/console/groups?notice=${notice}`)
  }

  return router
}
