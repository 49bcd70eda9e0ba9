import { type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { createIds, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { CODE_LASTS_MS } from '../staff/link-code.ts'
import { actorOf, ROLES, type StaffId, type UnitId } from '../staff/member.ts'
import { addStaff, listStaff, removeStaff } from '../staff/staff.store.ts'
import type { Units } from '../staff/units.ts'
import { releaseTickets } from '../support/work-on-ticket.ts'
import { recordAudit } from './audit.store.ts'
import { formField, type Guard } from './guard.ts'
import { renderStaff, type StaffPage } from './pages/staff.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

const ADMIN = 'admin'
const MAX_NAME = 80

export interface StaffOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly units: Units
  readonly provinces: readonly ProvinceId[]
}

type Notice = keyof ConsoleTexts['staff']['notices']

/** Who may act for a unit in chat: listed, added with a code that is shown once, removed. */
export function createStaffRoutes(options: StaffOptions): Router {
  const { db, sealer, clock, texts, guard, send, units } = options
  const ids = createIds(clock.now)
  const choices = options.provinces
    .flatMap((province) => units.within(province as string as UnitId))
    .map((id) => ({ id, name: units.nameOf(id) }))
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const { notices } = texts.staff
      const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
      await show(response, session, { added: null, notice: said ? notices[said] : null })
    }),
  )

  router.post(
    '/',
    guard.act(async (request, response, session) => {
      const name = (formField(request, 'name') ?? '').trim().slice(0, MAX_NAME)
      const role = ROLES.find((known) => known === formField(request, 'role'))
      const [typed = ''] = (formField(request, 'unit') ?? '').trim().split(' ')
      const unit = choices.find(({ id }) => id === typed)?.id
      if (name === '') return leave(response, 'name')
      if (role === undefined || unit === undefined) return leave(response, 'unit')
      if (role === 'commune_staff' && !units.isCommune(unit)) return leave(response, 'commune')
      const now = clock.now()
      const staff = { id: ids.next() as StaffId, role, unit, name, now, by: ADMIN }
      const code = await db.transaction().execute((trx) => addStaff(trx, sealer, units, staff))
      // Shown in the answer itself: an address that showed it would show it again.
      await show(response, session, { added: { name, code, until: now + CODE_LASTS_MS }, notice: null })
    }),
  )

  router.post(
    '/:id/remove',
    guard.act(async (request, response) => {
      const removal = { id: request.params.id as StaffId, now: clock.now(), by: ADMIN }
      const removed = await db.transaction().execute(async (trx) => {
        await releaseTickets(trx, actorOf(removal))
        return removeStaff(trx, removal)
      })
      leave(response, removed ? 'removed' : 'gone')
    }),
  )

  async function show(
    response: Response,
    session: SignedIn,
    { added, notice }: Pick<StaffPage, 'added' | 'notice'>,
  ): Promise<void> {
    const members = (await listStaff(db, sealer)).map((one) => ({ ...one, unitName: units.nameOf(one.unit) }))
    if (members.length > 0)
      await recordAudit(db, {
        at: clock.now(),
        actor: ADMIN,
        action: 'staff_listed',
        subject: 'staff',
        detail: String(members.length),
      })
    const page = renderStaff({ texts, session, members, units: choices, added, notice })
    await send.page(response, session, 'staff', page)
  }

  function leave(response: Response, notice: Notice): void {
    response.redirect(303, `/console/staff?notice=${notice}`)
  }

  return router
}
