import express, { Router } from 'express'
import type { BroadcastDesk } from '../actions/broadcasts/broadcast-desk.ts'
import type { ZaloGroups } from '../channels/zalo-personal/zalo-groups.ts'
import type { CheckInCodes } from '../classes/check-in-code.ts'
import type { Clock } from '../core/clock.ts'
import type { AccountId, ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { loadAssets } from '../http/browser/assets.ts'
import { pageHeaders } from '../http/browser/page-headers.ts'
import type { Learning } from '../learning/learning.ts'
import { listDeadLetters } from '../outbox/dead-letters.store.ts'
import type { Province } from '../places/provinces.ts'
import { createAskFrequent } from '../report/frequent-questions.ts'
import type { ReportDesk } from '../report/report-desk.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { SupportDesk } from '../support/desk.ts'
import { mayOpen } from './access.ts'
import { createAdminPassword } from './admin-password.ts'
import { createAuditRoutes } from './audit.routes.ts'
import { createBroadcastChangeRoutes } from './broadcast-change.routes.ts'
import { createBroadcastsRoutes } from './broadcasts.routes.ts'
import { createClassesRoutes } from './classes.routes.ts'
import { createEntryRoutes } from './entry.routes.ts'
import { createFailuresRoutes } from './failures.routes.ts'
import { createGroupsRoutes } from './groups.routes.ts'
import { createGuards } from './guard.ts'
import { createLearningRoutes } from './learning.routes.ts'
import { createLoginRoutes } from './login.routes.ts'
import { readOverview } from './overview.store.ts'
import type { PageName } from './pages/layout.ts'
import { type ConsoleAccount, renderOverview } from './pages/overview.ts'
import { renderSent } from './pages/sent.ts'
import { createReportRoutes } from './report.routes.ts'
import { createRequestsRoutes } from './requests.routes.ts'
import { createSendPage } from './send-page.ts'
import { createSessions } from './session.ts'
import { createStaffRoutes } from './staff.routes.ts'
import type { ConsoleTexts } from './texts.ts'
import { wordsTyped } from './words-typed.ts'

const RECENT_FAILURES = 5
const FIRST_PAGE_OF_STAFF = '/console/requests'

export interface ConsoleOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly support: SupportDesk
  readonly learning: Learning
  /** The codes on posters of classes. */
  readonly checkIns: CheckInCodes
  readonly clock: Clock
  /** The accounts of all channels. */
  readonly accounts: readonly ConsoleAccount[]
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  /** What announcements are dealt with with. */
  readonly broadcastDesk: BroadcastDesk
  /** What reports are made with. */
  readonly reportDesk: ReportDesk
  /** The sender's: something may be due for this account. */
  readonly wake: (account: AccountId) => void
  /** null where messages reach real platforms. */
  readonly sandbox: Pick<Sandbox, 'messages'> | null
  /** null where no personal account posts into groups. */
  readonly groups: { readonly zalo: ZaloGroups; readonly postsPerDay: number } | null
  /** The admin's password; null when its hash is stored in the database. */
  readonly adminPassword: string | null
  /** Signs sessions and forms; 32 bytes, the same in all processes. */
  readonly sessionKey: Buffer
  readonly publicUrl: string
  readonly texts: ConsoleTexts
}

/** The officers' pages, to be mounted at `/console`. */
export function createConsoleRouter(options: ConsoleOptions): Router {
  const { db, sealer, support, clock, texts, publicUrl, sandbox, wake } = options
  const { units } = support
  const served = [...new Set(options.accounts.map(({ province }) => province))]
  const assets = loadAssets('/console/assets', {
    'console.css': [new URL('assets/console.css', import.meta.url)],
    'htmx.js': [new URL(import.meta.resolve('htmx.org/dist/htmx.min.js'))],
  })
  const send = createSendPage({
    texts,
    sandbox: sandbox !== null,
    groups: options.groups !== null,
    units,
    styleUrl: assets.url('console.css'),
    scriptUrl: assets.url('htmx.js'),
  })
  const secure = publicUrl.startsWith('https:')
  const password = createAdminPassword(db, options.adminPassword, options.sessionKey)
  const sessions = createSessions({ db, sealer, clock, key: options.sessionKey, secure, password })
  const guards = createGuards({
    sessions,
    publicUrl,
    refuseForm: (request, response, why) => send.problem(response, why, wordsTyped(request, publicUrl)),
    refusePage: (response) => send.problem(response, 'not_yours'),
  })
  const everybody = guards(() => true)
  const common = { db, sealer, clock, texts, send, units, wake }
  const of = (page: PageName) => ({ ...common, guard: guards((who) => mayOpen(units, who, page)) })

  const router = Router()
  router.use('/assets', assets.router)
  router.use(pageHeaders("'self' data:"), express.urlencoded({ extended: false, limit: '16kb' }))
  router.use(createLoginRoutes({ ...common, sessions, guard: everybody, publicUrl, password }))
  router.use(createEntryRoutes({ ...common, sessions, publicUrl }))
  router.get(
    '/',
    everybody.show(async (_request, response, session) => {
      if (!mayOpen(units, session, 'overview')) return response.redirect(303, FIRST_PAGE_OF_STAFF)
      const [overview, recent] = await Promise.all([readOverview(db), listDeadLetters(db, { limit: RECENT_FAILURES })])
      const page = renderOverview({
        texts,
        accounts: options.accounts,
        overview,
        recent,
        provinceName: (id) => options.provinces.get(id)?.short ?? id,
        now: clock.now(),
      })
      await send.page(response, session, 'overview', page)
    }),
  )
  if (sandbox)
    router.get(
      '/sent',
      of('sent').guard.show((_request, response, session) =>
        send.page(response, session, 'sent', renderSent(texts, sandbox.messages())),
      ),
    )
  router.use('/failures', createFailuresRoutes(of('failures')))
  router.use('/broadcasts', createBroadcastChangeRoutes({ ...of('broadcasts'), desk: options.broadcastDesk }))
  router.use('/broadcasts', createBroadcastsRoutes({ ...of('broadcasts'), desk: options.broadcastDesk }))
  router.use(
    '/learning',
    createLearningRoutes({
      ...of('learning'),
      learning: options.learning,
      provinces: served.map((id) => ({ id, name: options.provinces.get(id)?.short ?? id })),
    }),
  )
  router.use('/classes', createClassesRoutes({ ...of('classes'), provinces: served, checkIns: options.checkIns }))
  router.use(
    '/report',
    createReportRoutes({
      ...of('report'),
      desk: options.reportDesk,
      askFrequent: createAskFrequent(options.learning, options.reportDesk.mask),
      provinces: served,
    }),
  )
  router.use('/staff', createStaffRoutes({ ...of('staff'), provinces: served }))
  router.use('/audit', createAuditRoutes(of('audit')))
  router.use('/requests', createRequestsRoutes({ ...of('requests'), support }))
  if (options.groups)
    router.use(
      '/groups',
      createGroupsRoutes({ ...of('groups'), ...options.groups, provinces: [...options.provinces.keys()] }),
    )
  router.use((_request, response) => send.problem(response, 'missing'))
  return router
}
