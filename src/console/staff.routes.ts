import { type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { createIds, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { CODE_LASTS_MS } from '../staff/link-code.ts'
import { actorOf, ROLES, type StaffId, type StaffMember, type UnitId } from '../staff/member.ts'
import { addStaff, isStaffKnown, listStaff, removeStaff } from '../staff/staff.store.ts'
import type { Units } from '../staff/units.ts'
import { releaseTickets } from '../support/work-on-ticket.ts'
import { unitTyped } from './access.ts'
import { recordAudit } from './audit.store.ts'
import { formField, type Guard } from './guard.ts'
import { renderStaff, type StaffForm, type StaffMistake, type StaffPage } from './pages/staff.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

const ADMIN = 'admin'
const MAX_NAME = 80
/** As `createIds` makes them. */
const ID = /^[0-9a-z]{26}$/

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
type Read = Pick<StaffMember, 'name' | 'role' | 'unit'>

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
      await show(response, session, { outcome: said ? { text: notices[said], done: said !== 'gone' } : null })
    }),
  )

  router.post(
    '/',
    guard.act(async (request, response, session) => {
      const field = (name: string) => (formField(request, name) ?? '').trim()
      const form = { name: field('name').slice(0, MAX_NAME), role: field('role'), unit: field('unit') }
      const read = readForm(form)
      if ('mistake' in read) return show(response.status(422), session, { form, mistake: read.mistake })
      const now = clock.now()
      const id = (ID.test(field('id')) ? field('id') : ids.next()) as StaffId
      const staff = { id, ...read, now, by: ADMIN }
      const code = await db.transaction().execute(async (trx) => {
        return (await isStaffKnown(trx, id)) ? null : addStaff(trx, sealer, units, staff)
      })
      if (code === null) return leave(response, 'added_before')
      // Shown in the answer itself: an address that showed it would show it again.
      await show(response, session, { added: { name: read.name, code, until: now + CODE_LASTS_MS } })
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

  /** Who is to be added, or what stands against it. */
  function readForm({ name, role: roleNamed, unit: unitNamed }: StaffForm): Read | { readonly mistake: StaffMistake } {
    const { mistakes } = texts.staff
    const role = ROLES.find((known) => known === roleNamed)
    const unit = unitTyped(choices, unitNamed)
    if (name === '') return { mistake: { field: 'name', text: mistakes.name } }
    if (role === undefined || unit === undefined) return { mistake: { field: 'unit', text: mistakes.unit } }
    if (role === 'commune_staff' && !units.isCommune(unit))
      return { mistake: { field: 'unit', text: mistakes.commune } }
    return { name, role, unit }
  }

  async function show(
    response: Response,
    session: SignedIn,
    said: Partial<Pick<StaffPage, 'added' | 'outcome' | 'form' | 'mistake'>>,
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
    const nothing = { added: null, outcome: null, form: { name: '', role: '', unit: '' }, mistake: null }
    const page = renderStaff({ texts, session, members, units: choices, newId: ids.next(), ...nothing, ...said })
    await send.page(response, session, 'staff', page)
  }

  function leave(response: Response, notice: Notice): void {
    response.redirect(303, `/console/staff?notice=${notice}`)
  }

  return router
}
