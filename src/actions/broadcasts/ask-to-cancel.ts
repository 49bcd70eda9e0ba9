import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { CANCELLABLE, PAUSABLE } from '../../broadcasts/control.ts'
import { showProgress } from '../../broadcasts/progress.ts'
import { nextDue } from '../../broadcasts/schedule.ts'
import { fill } from '../../core/fill.ts'
import { countAside } from '../../outbox/batch.store.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { type AtBroadcast, objection } from './approve-in-chat.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { buttonAtDesk } from './questions.ts'
import { numberSaid, whenSaid } from './say-broadcast.ts'

/** More runs than a campaign has. */
const RUNS_LOOKED_AT = 100

/**
 * Asks whether a broadcast is to be cancelled for good, for nobody can take it back: says what of it has gone out and what
 * would not. Pausing, which is at once and can be taken back, stands beside it.
 */
export async function askToCancel(desk: BroadcastDesk, { broadcast, now }: AtBroadcast): Promise<StaffTurn> {
  if (!CANCELLABLE.includes(broadcast.status)) return sayAtDesk(objection(desk, broadcast, 'broadcast_status'))
  const { deeds, which } = desk.says
  const code = codeOf(broadcast.id)
  const lines = (await standingOf(desk, broadcast, now)).join('\n')
  const pausable = PAUSABLE.includes(broadcast.status)
  const labels = [fill(deeds.cancel_for_good, { code }), ...(pausable ? [`${which.deeds.pause} ${code}`] : [])]
  const choices = labels.map(buttonAtDesk)
  const instead = pausable ? fill(deeds.pause_instead, { code }) : ''
  const text = fill(deeds.ask_cancel, { code, title: broadcast.title, lines, instead }).trimEnd()
  return { messages: [{ type: 'text', text, choices }], writes: [] }
}

async function standingOf(desk: BroadcastDesk, broadcast: Broadcast, now: number): Promise<string[]> {
  const { cancelling: t } = desk.says
  const runs = await showProgress(desk.db, broadcast.id, RUNS_LOOKED_AT)
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0)
  const counts = {
    sent: sum(({ messages }) => messages.sent),
    unknown: sum(({ messages }) => messages.unknown),
    rest: sum(({ messages }) => messages.open + messages.held + countAside(messages)),
  }
  const said = (['sent', 'unknown', 'rest'] as const).flatMap((name) =>
    counts[name] > 0 ? [fill(t[name], { count: numberSaid(counts[name]) })] : [],
  )
  return [
    ...(counts.sent + counts.unknown === 0 ? [t.not_begun] : []),
    ...said,
    ...(runs.some(({ run }) => run.status === 'placing') ? [t.placing] : []),
    ...(nextDue(broadcast.schedule, now) === null ? [] : [fill(t.later, { when: whenSaid(desk, broadcast.schedule) })]),
  ]
}
