import { codeOf } from '../../broadcasts/code.ts'
import {
  CANCELLABLE,
  cancelBroadcast,
  type Deed,
  PAUSABLE,
  pauseBroadcast,
  resumeBroadcast,
} from '../../broadcasts/control.ts'
import { showProgress } from '../../broadcasts/progress.ts'
import { resendFailed } from '../../broadcasts/resend.ts'
import { SEND_FAILURES, type SendFailure } from '../../core/channel.ts'
import { AppError } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import type { Message } from '../../core/messages.ts'
import { actorOf } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { type AtBroadcast, objection } from './approve-in-chat.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { inTurn } from './in-turn.ts'
import { buttonAtDesk } from './questions.ts'
import { failureSaid, numberSaid } from './say-broadcast.ts'

const STATUSES = { pause: PAUSABLE, resume: ['paused'], cancel: CANCELLABLE } as const
/** What may have arrived is sent again only on a word of its own. */
const FAILED = SEND_FAILURES.filter((reason) => reason !== 'unknown')

/** Pauses, resumes or cancels at once; before cancelling, `askToCancel` asks. */
export function steer(
  desk: BroadcastDesk,
  { member, broadcast, now }: AtBroadcast,
  deed: 'pause' | 'resume' | 'cancel',
): StaffTurn {
  const { id } = broadcast
  if (!(STATUSES[deed] as readonly string[]).includes(broadcast.status))
    return sayAtDesk(objection(desk, broadcast, 'broadcast_status'))
  const by: Deed = { actor: actorOf(member), now }
  const write = inTurn(`broadcast:${id}`, async (trx) => {
    if (deed === 'pause') await pauseBroadcast(trx, id, by)
    else if (deed === 'resume') await resumeBroadcast({ db: trx, rules: desk.rules }, id, by)
    else await cancelBroadcast(trx, id, by)
    return []
  })
  return sayAtDesk(fill(desk.says.deeds[deed], { code: codeOf(id) }), write)
}

/** Sends again what failed, or what may have arrived; without `what` says how much there is of each. */
export async function resendInChat(
  desk: BroadcastDesk,
  at: AtBroadcast,
  what: 'failed' | 'unknown' | null,
): Promise<StaffTurn> {
  const { member, broadcast, now } = at
  if (what === null) return askWhatToResend(desk, at)
  const reasons: readonly SendFailure[] = what === 'failed' ? FAILED : ['unknown']
  const code = codeOf(broadcast.id)
  return {
    messages: [],
    writes: [
      async (trx): Promise<readonly Message[]> => {
        try {
          const { count } = await resendFailed({ db: trx, rules: desk.rules }, broadcast.id, {
            actor: actorOf(member),
            now,
            reasons,
          })
          return [{ type: 'text', text: fill(desk.says.deeds.resend, { code, count: numberSaid(count) }) }]
        } catch (error) {
          if (error instanceof AppError) return [{ type: 'text', text: objection(desk, broadcast, error.code) }]
          throw error
        }
      },
    ],
  }
}

async function askWhatToResend(desk: BroadcastDesk, { broadcast }: AtBroadcast): Promise<StaffTurn> {
  const { deeds, today } = desk.says
  const code = codeOf(broadcast.id)
  const [newest] = await showProgress(desk.db, broadcast.id, 1)
  const failed = Object.entries(newest?.messages.failed ?? {})
  const unknown = newest?.messages.unknown ?? 0
  if (failed.length === 0 && unknown === 0) return sayAtDesk(objection(desk, broadcast, 'nothing_failed'))
  const counts: readonly (readonly [string, number])[] = [
    ...failed,
    ...(unknown > 0 ? [['unknown', unknown] as const] : []),
  ]
  const lines = counts.map(([reason, count]) =>
    fill(today.failed, {
      why: failureSaid(desk, reason),
      count: numberSaid(count),
    }),
  )
  const labels = [...(failed.length > 0 ? [deeds.resend_failed] : []), ...(unknown > 0 ? [deeds.resend_unknown] : [])]
  const choices = labels.map((label) => buttonAtDesk(fill(label, { code })))
  return {
    messages: [{ type: 'text', text: fill(deeds.ask_resend, { code, lines: lines.join('\n') }), choices }],
    writes: [],
  }
}
