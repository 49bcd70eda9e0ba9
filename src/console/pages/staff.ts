import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import { ROLES, type StaffMember } from '../../staff/member.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html, mistakeAt, type Outcome, renderOutcome, withMistake } from './layout.ts'
import { dateAndTime } from './times.ts'

export interface StaffPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly members: readonly (StaffMember & { readonly unitName: string })[]
  /** All that are served, by id or code. */
  readonly units: readonly { readonly id: string; readonly name: string }[]
  /** The code of somebody who was just added, never shown again. */
  readonly added: { readonly name: string; readonly code: string; readonly until: number } | null
  readonly outcome: Outcome | null
  /** What stands in the form, and what stands against it, by its field. */
  readonly form: StaffForm
  readonly mistake: StaffMistake | null
  /** Of whoever is added by this page's form: sent twice, it adds once. */
  readonly newId: string
}

/** Whom to add, as it was typed. */
export interface StaffForm {
  readonly name: string
  readonly role: string
  readonly unit: string
}

export type StaffMistake = { readonly field: 'name' | 'unit'; readonly text: string }

/** Who may act for which unit: the code of whoever was just added first, then all of them, then how to add one. */
export function renderStaff(page: StaffPage): Html {
  const { texts, session, members, added, outcome } = page
  const t = texts.staff
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${added && html`<p class="notice" role="status">${fill(t.code, { name: added.name, code: added.code, until: dateAndTime(added.until) })}</p>`}
${renderOutcome(outcome)}
${members.length === 0 ? html`<p class="empty">${t.empty}</p>` : table(texts, session, members)}
${addForm(page)}`
}

function addForm({ texts: { staff: t }, session, units, form, mistake, newId }: StaffPage): Html {
  const against = (field: StaffMistake['field']) => (mistake?.field === field ? mistake.text : null)
  return html`<h2>${t.add.heading}</h2>
<form class="reply" method="post" action="/console/staff">${csrfField(session)}<input type="hidden" name="id" value="${newId}">
<label>${t.add.name} <input name="name" value="${form.name}" required maxlength="80"${withMistake('name-mistake', against('name'))}></label>
${mistakeAt('name-mistake', against('name'))}
<label>${t.add.role} <select name="role">${ROLES.map((role) => html`<option value="${role}"${role === form.role && html` selected`}>${t.roles[role]}</option>`)}</select></label>
<label>${t.add.unit} <input name="unit" list="units" value="${form.unit}" required${withMistake('unit-mistake', against('unit'))}></label>
${mistakeAt('unit-mistake', against('unit'))}
<datalist id="units">${units.map(({ id, name }) => html`<option value="${id} ${name}">`)}</datalist>
<button>${t.add.submit}</button></form>`
}

function table({ staff: t }: ConsoleTexts, session: Session, members: StaffPage['members']): Html {
  return html`<div class="wide"><table class="rows">
<thead><tr>${Object.values(t.columns).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${members.map(
    ({
      id,
      name,
      role,
      unitName,
      linkedAt,
    }) => html`<tr><td><b>${name}</b></td><td>${t.roles[role]}</td><td>${unitName}</td>
<td class="fact" data-label="${t.columns.linked}">${linkedAt === null ? t.not_linked : dateAndTime(linkedAt)}</td><td>
<details><summary>${t.remove}</summary><p class="quiet">${t.remove_lead}</p>
<form method="post" action="/console/staff/${id}/remove">${csrfField(session)}<button class="plain">${fill(t.remove_of, { name })}</button></form></details></td></tr>`,
  )}</tbody></table></div>`
}
