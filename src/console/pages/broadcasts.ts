import { html } from 'hono/html'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { scheduleSaid } from '../../broadcasts/schedule-said.ts'
import { fill } from '../../core/fill.ts'
import type { ConsoleTexts } from '../texts.ts'
import { type Html, type Outcome, renderOutcome } from './layout.ts'
import { dateAndTime } from './times.ts'

export interface BroadcastsPage {
  readonly texts: ConsoleTexts
  readonly broadcasts: readonly Broadcast[]
  /** What came of the deed before. */
  readonly outcome: Outcome | null
  /** Whom one is for, in words. */
  readonly whom: (broadcast: Broadcast) => string
  /** Of authors, as the audit log names them. */
  readonly names: ReadonlyMap<string, string>
}

/** Announcements, what waits for an approval first, then the newest, each with its code, by which it is called in chat, and where it stands. */
export function renderBroadcasts({ texts, broadcasts, outcome, whom, names }: BroadcastsPage): Html {
  const t = texts.broadcasts
  const waits = ({ status }: Broadcast) => Number(status === 'submitted')
  const sorted = broadcasts.toSorted((a, b) => waits(b) - waits(a))
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${renderOutcome(outcome)}
${broadcasts.length === 0 && html`<p class="empty">${t.empty}</p>`}
<ul class="cards">${sorted.map((broadcast) => card(texts, broadcast, whom(broadcast), names))}</ul>`
}

function card(texts: ConsoleTexts, broadcast: Broadcast, whom: string, names: BroadcastsPage['names']): Html {
  const t = texts.broadcasts
  const { id, title, status, nextDueAt, author, urgency, schedule } = broadcast
  const facts = [
    scheduleSaid(t.schedules, schedule),
    ...(nextDueAt === null || schedule.type === 'once' ? [] : [fill(t.due, { time: dateAndTime(nextDueAt) })]),
    fill(t.whom, { whom }),
    t.urgencies[urgency],
    fill(t.author, { name: names.get(author) ?? author }),
  ]
  return html`<li><div>
<p><strong><a href="/console/broadcasts/${id}">${title}</a></strong></p>
<p><b class="badge ${status}">${stateOf(texts, broadcast)}</b> <span class="fact">${codeOf(id)}</span></p>
<p class="quiet">${facts.join(' · ')}</p>
</div></li>`
}

/** Where a broadcast stands, and why, in plain words. */
export function stateOf({ broadcasts: t }: ConsoleTexts, { status, statusReason, training }: Broadcast): string {
  const reason = Object.entries(t.reasons).find(([name]) => name === statusReason)?.[1]
  return [t.states[status], ...(reason ? [reason] : []), ...(training ? [t.training] : [])].join(' · ')
}
