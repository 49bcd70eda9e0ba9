import { type Request, type Response, Router } from 'express'
import { findForeignClass } from '../actions/broadcasts/read-answer.ts'
import type { Broadcast, Change } from '../broadcasts/broadcast.ts'
import { changeBroadcast } from '../broadcasts/draft.ts'
import { hashOf } from '../broadcasts/hash.ts'
import { mayHandle } from '../broadcasts/rights.ts'
import { AppError } from '../core/errors.ts'
import type { ProvinceId } from '../core/ids.ts'
import { provinceOrThrow } from '../places/provinces.ts'
import { actorOf, type StaffMember } from '../staff/member.ts'
import { type ChangeForm, type ChangeMistake, changeOf, formOf, listIn } from './broadcast-change-form.ts'
import type { BroadcastsOptions } from './broadcasts.routes.ts'
import { formField, formFields } from './guard.ts'
import { type BroadcastChangePage, renderBroadcastChange } from './pages/broadcast-change.ts'
import type { SignedIn } from './session.ts'
import { findTheirBroadcast } from './their-broadcast.ts'

/** Beside which part of the form an error is said. */
const PART_OF: Readonly<Record<string, ChangeMistake>> = { quiet_hours: 'schedule', broadcast_content: 'content' }

/**
 * The form in which a member of staff mends a broadcast that is not yet being sent, in their own name; afterwards it is a
 * draft that needs a new approval. What cannot be read or is not allowed is said beside what they typed.
 */
export function createBroadcastChangeRoutes(options: Omit<BroadcastsOptions, 'wake'>): Router {
  const { desk, clock, texts, guard, send } = options
  const { notices, change: t } = texts.broadcasts
  const router = Router()

  router.get(
    '/:id/change',
    guard.show(async (request, response, session) => {
      const broadcast = await findTheirs(request, response, session)
      if (!broadcast) return
      const shown = { texts, session, broadcast, hash: hashOf(broadcast), form: formOf(broadcast), against: null }
      await send.page(response, session, 'broadcasts', renderBroadcastChange(shown))
    }),
  )

  router.post(
    '/:id/change',
    guard.act(async (request, response, session) => {
      const broadcast = await findTheirs(request, response, session)
      if (!broadcast || session.role !== 'staff') return
      const form = formIn(request, broadcast)
      const hash = formField(request, 'hash') ?? ''
      const against = await change(broadcast, session.member, form, hash)
      if (against === null) return response.redirect(303, `/console/broadcasts/${broadcast.id}?notice=change`)
      const page = renderBroadcastChange({ texts, session, broadcast, hash, form, against })
      await send.page(response.status(422), session, 'broadcasts', page)
    }),
  )

  /** Answers itself where there is none, or nobody whose name could stand under the change. */
  async function findTheirs(request: Request, response: Response, who: SignedIn): Promise<Broadcast | null> {
    const wish = { id: request.params.id, wish: 'change', now: clock.now() }
    const broadcast = await findTheirBroadcast({ db: desk.db, units: desk.units }, who, wish)
    if (!broadcast) await send.problem(response, 'missing')
    else if (who.role === 'admin')
      response.redirect(303, `/console/broadcasts/${broadcast.id}?notice=needs_own_session`)
    else return broadcast
    return null
  }

  /** Null when it is done, else what stands against it. */
  async function change(
    broadcast: Broadcast,
    member: StaffMember,
    form: ChangeForm,
    hash: string,
  ): Promise<BroadcastChangePage['against']> {
    const read = changeOf(broadcast, { ...form, communes: codesIn(broadcast, form.communes) })
    if ('mistake' in read) return { part: read.mistake, text: t.mistakes[read.mistake] }
    if (!mayHandle(desk.units, member, wouldBe(broadcast, read.change)))
      return { part: 'segment', text: notices.no_right }
    const before = broadcast.segment.classes ?? []
    const classes = (read.change.segment?.classes ?? []).filter((code) => !before.includes(code))
    if ((await findForeignClass(desk, member.unit, { classes })) !== null)
      return { part: 'segment', text: notices.no_right }
    try {
      await changeBroadcast(desk, broadcast.id, read.change, actorOf(member), clock.now(), hash)
      return null
    } catch (error) {
      const known = error instanceof AppError && Object.entries(notices).find(([name]) => name === error.code)
      if (known) return { part: PART_OF[known[0]] ?? 'nothing', text: known[1] }
      throw error
    }
  }

  /** Communes may be named by code or name; what is neither stays, to be refused. */
  function codesIn({ province }: Broadcast, said: string): string {
    const { code } = provinceOrThrow(desk.provinces, province)
    const codes = listIn(said).map((piece) => {
      const found = /^\d{5}$/.test(piece) ? null : desk.communes.find(piece, { province: code })
      return found?.kind === 'found' ? found.commune.code : piece
    })
    return codes.join(', ')
  }

  return router
}

function wouldBe({ province, segment }: Broadcast, change: Change): Pick<Broadcast, 'province' | 'segment'> {
  return { province: (change.province as ProvinceId | undefined) ?? province, segment: change.segment ?? segment }
}

function formIn(request: Request, { content }: Broadcast): ChangeForm {
  const field = (name: string) => formField(request, name) ?? ''
  const names = Object.keys(content.values)
  return {
    ...{
      title: field('title'),
      text: field('text').replaceAll('\r\n', '\n'),
      channels: formFields(request, 'channels'),
    },
    values: Object.fromEntries(names.map((name) => [name, field(`value.${name}`)])),
    ...{ communes: field('communes'), classes: field('classes'), seen: field('seen'), fresh: field('fresh') },
    ...{ type: field('type'), at: field('at'), from: field('from'), to: field('to') },
    ...{ days: field('days'), expression: field('expression') },
  }
}
