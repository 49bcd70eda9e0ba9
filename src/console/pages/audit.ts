import { html } from 'hono/html'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { fill } from '../../core/fill.ts'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import type { UnitId } from '../../staff/member.ts'
import type { Units } from '../../staff/units.ts'
import { type AuditLine, forActor } from '../audit-log.store.ts'
import type { ConsoleTexts } from '../texts.ts'
import { type Html, mistakeAt, withMistake } from './layout.ts'
import { dateAndTime } from './times.ts'

const SUBJECTS_SHOWN = 3
/** Of a long id, what tells it from others. */
const ID_SHOWN = 6
const STAFF_ID = /staff:[0-9a-z]{26}/g
/** By which a platform knows somebody. */
const CHAT = new RegExp(`\\b(?:${CHANNEL_TYPES.join('|')}):\\S+`, 'g')

export interface AuditPage {
  readonly texts: ConsoleTexts
  readonly units: Units
  readonly lines: readonly AuditLine[]
  /** Older lines than those shown come before this id; null when there are none. */
  readonly olderThan: number | null
  /** Whether the newest line is among those shown. */
  readonly isFirst: boolean
  /** All who may have done something, by how the log names them: also who is no member of staff any more. */
  readonly names: ReadonlyMap<string, string>
  readonly typed: { readonly action: string; readonly actor: string; readonly day: string }
  readonly wrongDay: boolean
}

/** The audit log, with what it is looked through for. Names of staff stand in it, of citizens nothing. */
export function renderAudit(page: AuditPage): Html {
  const { texts, lines, olderThan, isFirst, typed } = page
  const t = texts.audit
  const address = (more: Record<string, string>) =>
    `/console/audit?${new URLSearchParams({ ...typed, ...more }).toString()}`
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${filterForm(page)}
${lines.length === 0 ? html`<p class="empty">${t.empty}</p>` : table(page)}
<p class="pages">${!isFirst && html`<a href="${address({})}">${t.newest}</a>`}
${olderThan !== null && html`<a href="${address({ before: String(olderThan) })}">${t.older}</a>`}</p>`
}

function filterForm({ texts: { audit: t }, names, typed, wrongDay }: AuditPage): Html {
  const option = ([value, name]: readonly [string, string], chosen: string) =>
    html`<option value="${value}"${value === chosen && ' selected'}>${name}</option>`
  const mistake = wrongDay ? t.filter.wrong_day : null
  return html`<form class="deeds" method="get" action="/console/audit">
<label>${t.filter.action} <select name="action">${option(['', t.filter.all], typed.action)}
${(Object.keys(t.rooms) as (keyof typeof t.rooms)[]).map((room) => html`<optgroup label="${t.rooms[room]}">${Object.entries(t.deeds[room]).map((deed) => option(deed, typed.action))}</optgroup>`)}
</select></label>
<label>${t.filter.actor} <select name="actor">${option(['', t.filter.all], typed.actor)}
${[...names].map((one) => option(one, typed.actor))}</select></label>
<div><label>${t.filter.day} <input name="day" value="${typed.day}" size="10" inputmode="numeric" placeholder="05/10/2026"${withMistake('day-mistake', mistake)}></label>
${mistakeAt('day-mistake', mistake)}</div>
<button class="plain">${t.filter.show}</button></form>`
}

function table({ lines, ...page }: AuditPage): Html {
  const { columns } = page.texts.audit
  return html`<div class="wide"><table class="rows">
<thead><tr>${Object.values(columns).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${lines.map(
    (line) => html`<tr><td class="fact">${dateAndTime(line.at)}</td><td>${actorSaid(page, line.actor)}</td>
<td><b>${deedSaid(page.texts, line.action)}</b></td><td>${subjectsSaid(page, line.subject)}</td>
<td class="quiet">${detailSaid(page, line)}</td></tr>`,
  )}</tbody></table></div>`
}

type Naming = Pick<AuditPage, 'texts' | 'units' | 'names'>

function deedSaid({ audit: { deeds } }: ConsoleTexts, action: string): string {
  const [, name] =
    Object.values(deeds)
      .flatMap((room) => Object.entries(room))
      .find(([known]) => known === action) ?? []
  return name ?? action
}

function actorSaid({ texts: { audit: t }, names }: Omit<Naming, 'units'>, actor: string): string {
  const member = actor.startsWith(forActor('')) ? actor.slice(forActor('').length) : null
  if (member !== null) return fill(t.for, { name: names.get(member) ?? t.removed })
  return names.get(actor) ?? (actor.startsWith('staff:') ? t.removed : actor)
}

function detailSaid({ texts, names }: Naming, { detail }: AuditLine): string {
  const named = (detail ?? '').replaceAll(STAFF_ID, (actor) => actorSaid({ texts, names }, actor))
  return named.replaceAll(CHAT, texts.audit.other_kind)
}

function subjectsSaid(page: Naming, subject: string): Html {
  const subjects = subject.split(' ')
  const more = subjects.length - SUBJECTS_SHOWN
  const shown = subjects.slice(0, SUBJECTS_SHOWN).map((one) => html`${subjectSaid(page, one)} `)
  return html`${shown}${more > 0 && fill(page.texts.audit.more, { count: String(more) })}`
}

/** A kind that is not known may begin the address of a citizen's chat: of that only the kind is said. */
function subjectSaid({ texts, units, names }: Naming, subject: string): Html | string {
  const { kinds, other_kind } = texts.audit
  const [kind = '', id = ''] = subject.split(/:(.*)/s)
  const name = Object.entries(kinds).find(([known]) => known === kind)?.[1]
  if (name === undefined) return other_kind
  if (id === '') return name
  if (kind === 'staff') return actorSaid({ texts, names }, subject)
  if (kind === 'unit' || kind === 'province') return units.nameOf(id as UnitId)
  if (kind === 'broadcast')
    return html`<a href="/console/broadcasts/${encodeURIComponent(id)}">${name} <span class="fact">${codeOf(id as BroadcastId)}</span></a>`
  return `${name} ${id.length > 2 * ID_SHOWN ? `…${id.slice(-ID_SHOWN)}` : id}`
}
