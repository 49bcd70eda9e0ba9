import { html } from 'hono/html'
import { numberSaid } from '../../actions/broadcasts/say-broadcast.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { ShownWays } from '../../broadcasts/show-ways.ts'
import { fill } from '../../core/fill.ts'
import type { ChannelType } from '../../core/ids.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'

/** What goes out where the text itself may not, what stands against it, and what is left of the allowances. */
export function renderWays(texts: ConsoleTexts, { content }: Broadcast, ways: ShownWays): Html {
  const t = texts.broadcasts
  const templates = Object.entries(content.approved ?? {}).map(([channel, { template, values }]) => {
    const shown = Object.entries(values).map(([name, value]) => `${name} = ${value}`)
    const line = fill(t.template, { template, values: shown.join('; ') })
    return `${t.channels[channel as ChannelType]}: ${line}`
  })
  const article = content.article ? [fill(t.article, { title: content.article.title })] : []
  const states = ways.articles.map(({ status }) => t.article_states[status])
  const quotas = ways.quotas.map(({ quota, remaining, total, reserved }) =>
    fill(t.quota, {
      quota: t.quotas[quota],
      remaining: numberSaid(remaining),
      total: total === null ? '' : `/${numberSaid(total)}`,
      reserved: numberSaid(reserved),
    }),
  )
  const mistakes = ways.mistakes.map(({ code, values, account, row }) => {
    const mistake = fill(t.template_mistakes[code], { ...values, account: account ?? '' })
    return row === null ? mistake : fill(t.mistake_row, { row: String(row), mistake })
  })
  const lines = [...templates, ...article, ...states, ...quotas]
  return html`${lines.length > 0 && html`<ul class="list">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
${mistakes.length > 0 && html`<p class="notice"><strong>${t.mistakes}</strong></p><ul class="list">${mistakes.map((line) => html`<li>${line}</li>`)}</ul>`}`
}
