import { html } from 'hono/html'
import { amount } from '../../report/say-figures.ts'
import type { Section, ShownReport, Table } from '../../report/show-report.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'

export interface ReportPage {
  readonly texts: ConsoleTexts
  /** What can be chosen, by id or code. */
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly unit: string
  /** As typed: `01/10/2026`. */
  readonly from: string
  readonly to: string
  /** null where the wish was refused, for `refusal`. */
  readonly report: ShownReport | null
  readonly refusal: string | null
}

/** The wish for a report, and the report: counts alone, nothing of anybody. */
export function renderReport(page: ReportPage): Html {
  const { texts, units, unit, from, to, report, refusal } = page
  const t = texts.report
  const query = new URLSearchParams({ unit, from, to })
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
<form class="deeds" method="get" action="/console/report"><label>${t.unit} <select name="unit">
${units.map(({ id, name }) => html`<option value="${id}"${id === unit && ' selected'}>${name}</option>`)}
</select></label>
<label>${t.from} <input name="from" value="${from}" size="10" inputmode="numeric" pattern="[0-9]{2}/[0-9]{2}/[0-9]{4}" placeholder="01/10/2026"></label>
<label>${t.to} <input name="to" value="${to}" size="10" inputmode="numeric" pattern="[0-9]{2}/[0-9]{2}/[0-9]{4}" placeholder="10/10/2026"></label>
<button class="plain">${t.show}</button></form>
${refusal && html`<p class="problem" role="alert">${refusal}</p>`}
${report && html`<p><a href="/console/report/bao-cao.xlsx?${query.toString()}">${t.download}</a></p>${reportOf(texts, report)}`}`
}

function reportOf(texts: ConsoleTexts, report: ShownReport): Html {
  const { frequent, communes, due } = report
  return html`<h2>${report.title}</h2>
${report.lead.map((line) => html`<p class="quiet">${line}</p>`)}
${[...report.sections, ...(frequent ? [frequent] : [])].map((one) => sectionOf(texts, one))}
${communes && communesOf(communes, report.noCommunes)}
${due.lines.length > 0 && html`<h3>${due.heading}</h3><ul>${due.lines.map((line) => html`<li>${line}</li>`)}</ul>`}`
}

function sectionOf({ report: t }: ConsoleTexts, { heading, rows }: Section): Html {
  return html`<h3>${heading}</h3>
<div class="wide"><table><thead><tr><th scope="col">${t.figure}</th><th scope="col">${t.count}</th></tr></thead>
<tbody>${rows.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${amount(value)}</td></tr>`)}</tbody></table></div>`
}

function communesOf({ heading, columns, rows }: Table, empty: string): Html {
  if (rows.length === 0) return html`<h3>${heading}</h3><p class="empty">${empty}</p>`
  return html`<h3>${heading}</h3>
<div class="wide"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...values]) =>
      html`<tr><th scope="row">${name}</th>${values.map((value) => html`<td>${amount(value)}</td>`)}</tr>`,
  )}</tbody></table></div>`
}
