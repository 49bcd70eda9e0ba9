import { html } from 'hono/html'
import { numberSaid } from '../../actions/broadcasts/say-broadcast.ts'
import type { AlarmTexts } from '../../broadcasts/alarm-texts.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { CANCELLABLE } from '../../broadcasts/control.ts'
import { CHANGEABLE } from '../../broadcasts/draft.ts'
import type { Notice } from '../../broadcasts/notice.store.ts'
import type { RunProgress } from '../../broadcasts/progress.ts'
import { type SendingRules, wayTitles } from '../../broadcasts/rules.ts'
import { scheduleSaid } from '../../broadcasts/schedule-said.ts'
import type { ShownWays } from '../../broadcasts/show-ways.ts'
import type { Totals } from '../../broadcasts/totals.ts'
import { fill } from '../../core/fill.ts'
import type { ChannelType } from '../../core/ids.ts'
import type { StaffMember } from '../../staff/member.ts'
import type { SignedIn } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { offersCorrection, renderAlarms, renderDeeds } from './broadcast-deeds.ts'
import { renderRun, waysOf } from './broadcast-run.ts'
import { renderWays } from './broadcast-ways.ts'
import { stateOf } from './broadcasts.ts'
import { type Html, type Outcome, renderOutcome } from './layout.ts'
import { dateAndTime } from './times.ts'

export interface BroadcastPage {
  readonly texts: ConsoleTexts
  readonly session: SignedIn
  readonly broadcast: Broadcast
  /** Whom it is for, in words. */
  readonly whom: string
  /** What people read, by channel. */
  readonly words: Readonly<Partial<Record<ChannelType, string>>>
  /** Whom it would reach now; null when nothing more of it is to come. */
  readonly audience: Totals | null
  readonly runs: readonly RunProgress[]
  readonly ways: ShownWays
  /** What came of the deed before. */
  readonly outcome: Outcome | null
  /** A correction as it was typed, where something stood against it. */
  readonly correction: { readonly text: string; readonly at: string } | null
  /** What officers were told of it, newest first. */
  readonly notices: readonly (Notice & { readonly at: number })[]
  readonly alarmTexts: AlarmTexts
  /** Who may deal with it, for the admin to choose from. */
  readonly staff: readonly StaffMember[]
  /** Of those who wrote and approved it, as the audit log names them. */
  readonly names: ReadonlyMap<string, string>
  readonly rules: Pick<SendingRules, 'waysOf'>
  /** UTC ms. */
  readonly now: number
}

/** Whether something of a broadcast is still to be sent that somebody may decide about. */
export function isAhead({ status }: Broadcast): boolean {
  return CANCELLABLE.includes(status) && status !== 'sending'
}

/** All that there is to know of a broadcast before saying yes to it, and of how it goes. */
export function renderBroadcast(page: BroadcastPage): Html {
  const { texts, broadcast, words, audience, runs, outcome, correction, names } = page
  const besideField = correction !== null && offersCorrection(page)
  const t = texts.broadcasts
  const { approval, author, changedBy, budgetDong } = broadcast
  const budget = budgetDong === 0 ? t.no_budget : fill(t.budget, { dong: numberSaid(budgetDong) })
  const facts = [
    fill(t.author, { name: names.get(author) ?? author }),
    ...(changedBy === null ? [] : [fill(t.changed_by, { name: names.get(changedBy) ?? changedBy })]),
    approval === null
      ? t.not_approved
      : fill(t.approved, { name: names.get(approval.by) ?? approval.by, time: dateAndTime(approval.at) }),
  ]
  return html`<p><a href="/console/broadcasts">${t.all}</a></p>
<h1>${broadcast.title}</h1>
${renderOutcome(besideField ? null : outcome)}
${correction && !besideField && html`<p><label>${texts.refused.words} <textarea rows="4" readonly>${correction.text}</textarea></label></p>`}
<p><b class="badge ${broadcast.status}">${stateOf(texts, broadcast)}</b> <span class="fact">${codeOf(broadcast.id)}</span></p>
${renderAlarms(texts, page.alarmTexts, page.notices)}
<p class="quiet">${facts.join(' · ')}</p>
<ul class="list"><li>${scheduleSaid(texts.broadcasts.schedules, broadcast.schedule)}</li><li>${fill(t.whom, { whom: page.whom })}</li>
${planText(page)}<li>${t.urgencies[broadcast.urgency]} · ${budget}</li></ul>
<h2>${t.words}</h2>
${renderWords(texts, words)}
${renderWays(texts, broadcast, page.ways)}
${audience && renderAudience(page, audience)}
${runs.length > 0 && html`<h2>${t.runs}</h2><ul class="cards">${runs.map((run) => renderRun(texts, run, wayTitles(page.rules, page.now)))}</ul>`}
${page.session.role === 'staff' && CHANGEABLE.includes(broadcast.status) && html`<p><a href="/console/broadcasts/${broadcast.id}/change">${t.change.link}</a></p>`}
${renderDeeds(page)}`
}

/** Of channels that read the same, the text stands once. */
function renderWords({ broadcasts: t }: ConsoleTexts, words: BroadcastPage['words']): Html {
  const same = Map.groupBy(Object.entries(words), ([, text]) => text)
  return html`${[...same].map(
    ([text, channels]) =>
      html`<p class="quiet">${channels.map(([channel]) => t.channels[channel as ChannelType]).join(', ')}</p><blockquote>${text}</blockquote>`,
  )}`
}

function planText({
  texts: { broadcasts: t },
  broadcast: { plan, outsidePlanBy },
  names,
}: BroadcastPage): Html | false {
  if (plan === null) return false
  const left = outsidePlanBy === null ? [] : [fill(t.outside_plan, { name: names.get(outsidePlanBy) ?? outsidePlanBy })]
  return html`<li>${[fill(t.plan, { plan: plan.plan, from: plan.from, to: plan.to }), ...left].join(' · ')}</li>`
}

function renderAudience(page: BroadcastPage, { reachable, costDong, ways, leftOut, waiting }: Totals): Html {
  const { texts } = page
  const t = texts.broadcasts
  const reasons = Object.entries(leftOut).map(([reason, count]) =>
    fill(t.left_out, { reason: t.left_out_reasons[reason as keyof typeof leftOut], count: numberSaid(count) }),
  )
  const late = waiting > 0 ? [fill(t.waiting, { count: numberSaid(waiting) })] : []
  return html`<h2>${t.audience}</h2>
<p>${fill(t.reachable, { count: numberSaid(reachable), dong: numberSaid(costDong) })}</p>
<ul class="list">${[...waysOf(texts, ways, wayTitles(page.rules, page.now)), ...late, ...reasons].map((line) => html`<li>${line}</li>`)}</ul>`
}
