import { html } from 'hono/html'
import { type AlarmTexts, isAlarm, sayAlarm } from '../../broadcasts/alarm-texts.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { CANCELLABLE, PAUSABLE } from '../../broadcasts/control.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import type { Notice } from '../../broadcasts/notice.store.ts'
import { firstOutsidePlan } from '../../broadcasts/plan-dates.ts'
import type { RunProgress } from '../../broadcasts/progress.ts'
import { SEND_FAILURES } from '../../core/channel.ts'
import type { AccountId } from '../../core/ids.ts'
import type { StaffMember } from '../../staff/member.ts'
import type { SignedIn } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { accountSaid } from './account.ts'
import { csrfField, type Html, mistakeAt, type Outcome, withMistake } from './layout.ts'
import { dateAndTime } from './times.ts'

export const DEEDS = ['submit', 'approve', 'reject', 'pause', 'resume', 'test', 'resend', 'cancel', 'correct'] as const
export type Deed = (typeof DEEDS)[number]

/** What makes somebody the author or the approver of what goes out. */
export const OWN_NAME_DEEDS: readonly Deed[] = ['approve', 'correct']

/** What a broadcast waits for, as it stands. */
const MAIN_DEEDS: readonly Deed[] = ['submit', 'approve', 'pause', 'resume']

const STATUSES: Readonly<Record<Exclude<Deed, 'test'>, readonly BroadcastStatus[]>> = {
  submit: ['draft'],
  approve: ['submitted'],
  reject: ['submitted'],
  pause: PAUSABLE,
  resume: ['paused'],
  cancel: CANCELLABLE,
  resend: ['sending', 'scheduled', 'done'],
  correct: ['paused', 'done', 'cancelled'],
}

export interface DeedsPart {
  readonly texts: ConsoleTexts
  readonly session: SignedIn
  readonly broadcast: Broadcast
  readonly runs: readonly RunProgress[]
  /** What came of the deed before. */
  readonly outcome: Outcome | null
  /** A correction as it was typed, where something stood against it. */
  readonly correction: { readonly text: string; readonly at: string } | null
  /** Who may deal with it, for the admin to choose from. */
  readonly staff: readonly StaffMember[]
}

/** What can be done about a broadcast now; staff do it in their own name. An approval carries the hash of what the page shows. */
export function renderDeeds(part: DeedsPart): Html {
  const { texts, session, broadcast } = part
  const t = texts.broadcasts
  const reasons = failuresOf(part)
  const button = (deed: Deed) =>
    html`<button formaction="/console/broadcasts/${broadcast.id}/${deed}"${!MAIN_DEEDS.includes(deed) && html` class="plain"`}>${t.deeds[deed]}</button>`
  const offered = DEEDS.filter((deed) => deed !== 'correct' && deed !== 'cancel' && isOffered(part, deed))
  return html`<h2>${t.desk.heading}</h2>
<form method="post">${csrfField(session)}<input type="hidden" name="hash" value="${hashOf(broadcast)}">
${session.role === 'admin' && chooseStaff(part)}
${
  reasons.length > 0 &&
  html`<p><label>${t.desk.reason} <select name="reason">${reasons.map(
    ([reason, count]) =>
      html`<option value="${reason}">${texts.failures.reasons[reason].why} (${String(count)})</option>`,
  )}</select></label></p>`
}
${session.role === 'staff' && asksOutsidePlan(broadcast) && html`<p><label><input type="checkbox" name="outside_plan" value="yes"> ${t.desk.outside_plan}</label></p>`}
${offered.includes('reject') && html`<p><label>${t.desk.why} <textarea name="why" rows="2" maxlength="300"></textarea></label></p>`}
<div class="deeds">${offered.map(button)}</div>
${isOffered(part, 'cancel') && html`<details><summary>${t.desk.cancel}</summary><p class="quiet">${t.desk.cancel_lead}</p>${button('cancel')}</details>`}
</form>
${isOffered(part, 'correct') && renderCorrection(part)}`
}

function renderCorrection(part: DeedsPart): Html {
  const { texts, session, broadcast, outcome, correction } = part
  const mistake = correction && outcome ? outcome.text : null
  const t = texts.broadcasts
  return html`<h2>${t.desk.correction}</h2><p class="quiet">${t.desk.correction_lead}</p>
<form method="post" action="/console/broadcasts/${broadcast.id}/correct">${csrfField(session)}
<p><label>${t.desk.text} <textarea name="text" rows="5" maxlength="1500" required>${correction?.text ?? ''}</textarea></label></p>
<p><label>${t.desk.at} <input name="at" value="${correction?.at ?? ''}" placeholder="05/10/2026 08:00" pattern="[0-9]{2}/[0-9]{2}/[0-9]{4} +[0-9]{2}:[0-9]{2}" title="05/10/2026 08:00" required${withMistake('correction-mistake', mistake)}></label>${mistakeAt('correction-mistake', mistake)}</p>
<button>${t.deeds.correct}</button></form>`
}

/** Whether the form of a correction stands on the page, and with it what stood against one. */
export function offersCorrection(part: DeedsPart): boolean {
  return isOffered(part, 'correct')
}

/** For whom the admin does something. */
function chooseStaff({ texts, staff }: DeedsPart): Html {
  const { desk: t } = texts.broadcasts
  return html`<p class="quiet">${t.own_name}</p>
<p><label>${t.by} <select name="by"><option value="">${t.choose}</option>${staff.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label></p>
${staff.length === 0 && html`<p class="quiet">${t.nobody}</p>`}`
}

/** Whether an admin's word is needed before it can go any further. */
function asksOutsidePlan(broadcast: Broadcast): boolean {
  return ['draft', 'submitted'].includes(broadcast.status) && firstOutsidePlan(broadcast) !== null
}

function isOffered(part: DeedsPart, deed: Deed): boolean {
  const { broadcast, runs, session } = part
  if (session.role === 'admin' && OWN_NAME_DEEDS.includes(deed)) return false
  if (deed === 'test') return true
  if (!STATUSES[deed].includes(broadcast.status)) return false
  if (deed === 'resend') return failuresOf(part).length > 0
  return deed !== 'correct' || runs.some(({ run }) => run.startedAt !== null)
}

/** Of the newest run that was begun, how many messages failed for what. */
function failuresOf({ runs }: DeedsPart) {
  const newest = runs.find(({ run }) => run.startedAt !== null)?.messages
  const counts = { ...newest?.failed, unknown: (newest?.failed.unknown ?? 0) + (newest?.unknown ?? 0) }
  return SEND_FAILURES.flatMap((reason) => {
    const count = counts[reason] ?? 0
    return count > 0 ? [[reason, count] as const] : []
  })
}

/** What officers were told that went wrong, each with its cure, newest first. */
export function renderAlarms(
  consoleTexts: ConsoleTexts,
  texts: AlarmTexts,
  notices: readonly (Notice & { readonly at: number })[],
): Html | false {
  const { desk } = consoleTexts.broadcasts
  const alarms = notices
    .filter((notice) => isAlarm(notice))
    .map((alarm) => {
      const account = alarm.named.account && accountSaid(consoleTexts, alarm.named.account as AccountId)
      return { ...sayAlarm(texts, { ...alarm, named: { ...alarm.named, ...(account && { account }) } }), at: alarm.at }
    })
  if (alarms.length === 0) return false
  return html`<h2>${desk.alarms}</h2><ul class="cards">${alarms.map(
    ({ what, cure, at }) => html`<li role="alert"><div><p><strong>${what}</strong></p><p>${cure}</p>
<p class="quiet">${dateAndTime(at)}</p></div></li>`,
  )}</ul>`
}
