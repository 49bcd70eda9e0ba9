import { listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { PAUSABLE } from '../../broadcasts/control.ts'
import { mayHandle } from '../../broadcasts/rights.ts'
import { fill } from '../../core/fill.ts'
import type { StaffMember } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { buttonAtDesk } from './questions.ts'
import type { WithoutCode } from './read-broadcast-command.ts'

const LOOKED_AT = 200
/** As many buttons as every platform shows. */
const SHOWN = 3

const STATUSES: Readonly<Record<WithoutCode, readonly BroadcastStatus[]>> = {
  pause: PAUSABLE,
  resume: ['paused'],
  resend: ['sending', 'scheduled', 'done'],
  correct: ['paused', 'done', 'cancelled'],
  rewrite: ['draft'],
}

/** Asks which broadcast is meant by a deed without a code, with a button for each of the newest that it may be. */
export async function askWhich(desk: BroadcastDesk, member: StaffMember, deed: WithoutCode): Promise<StaffTurn> {
  const { which, today } = desk.says
  const newest = await listBroadcasts(desk.db, { statuses: STATUSES[deed], limit: LOOKED_AT })
  const meant = newest.filter((broadcast) => mayHandle(desk.units, member, broadcast)).slice(0, SHOWN)
  if (meant.length === 0) return sayAtDesk(fill(which.none, { deed: which.deeds[deed] }))
  const lines = meant.map(({ id, title, status }) =>
    fill(today.broadcast, { code: codeOf(id), title, state: desk.labels.broadcasts.states[status] }),
  )
  const choices = meant.map(({ id }) => buttonAtDesk(`${which.deeds[deed]} ${codeOf(id)}`))
  const text = fill(which.ask, { deed: which.deeds[deed], lines: lines.join('\n') })
  return { messages: [{ type: 'text', text, choices }], writes: [] }
}
