import { html } from 'hono/html'
import type { MonthFigures } from '../../classes/figures.store.ts'
import type { ComingDate } from '../../classes/session.store.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'
import { dateAndTime } from './times.ts'

/** A date with where its poster is and the name of its commune. */
export interface ShownDate extends ComingDate {
  readonly poster: string
  readonly communeName: string
}

export interface ClassesPage {
  readonly texts: ConsoleTexts
  /** What can be chosen, by id or code. */
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly unit: string
  readonly dates: readonly ShownDate[]
  readonly figures: readonly MonthFigures[]
}

/** The dates to come of a unit with their posters, and its figures; nobody's name stands here. */
export function renderClasses({ texts, units, unit, dates, figures }: ClassesPage): Html {
  const t = texts.classes
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
<form class="deeds" method="get" action="/console/classes"><label>${t.unit} <select name="unit">
${units.map(({ id, name }) => html`<option value="${id}"${id === unit && ' selected'}>${name}</option>`)}
</select></label><button class="plain">${t.show}</button></form>
${dates.length === 0 ? html`<p class="empty">${t.empty}</p>` : dateTable(texts, dates)}
<h2>${t.figures.heading}</h2>
${figures.length === 0 ? html`<p class="empty">${t.figures.empty}</p>` : figureTable(texts, figures)}`
}

function dateTable({ classes: t }: ConsoleTexts, dates: readonly ShownDate[]): Html {
  return html`<div class="wide"><table class="rows">
<thead><tr>${Object.values(t.columns).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${dates.map(
    (
      date,
    ) => html`<tr><td class="fact"><b>${date.code}</b></td><td>${date.subject}</td><td class="fact">${dateAndTime(date.startsAt)}</td>
<td>${date.communeName}</td><td data-label="${t.columns.seats}">${date.taken}/${date.capacity}</td><td><a href="${date.poster}">${t.poster}</a></td></tr>`,
  )}</tbody></table></div>`
}

function figureTable({ classes: { figures: t } }: ConsoleTexts, figures: readonly MonthFigures[]): Html {
  return html`<div class="wide"><table class="rows">
<thead><tr>${Object.values(t.columns).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${figures.map(
    ({
      month,
      classes,
      lessons,
      registered,
      present,
      people,
    }) => html`<tr><td><b>${month.split('-').reverse().join('/')}</b></td>
<td data-label="${t.columns.classes}">${classes}</td><td data-label="${t.columns.lessons}">${lessons}</td><td data-label="${t.columns.registered}">${registered}</td><td data-label="${t.columns.present}">${present}</td><td data-label="${t.columns.people}">${people}</td></tr>`,
  )}</tbody></table></div>`
}
