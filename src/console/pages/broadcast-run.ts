import { html } from 'hono/html'
import type { RunProgress } from '../../broadcasts/progress.ts'
import { SEND_FAILURES } from '../../core/channel.ts'
import { fill } from '../../core/fill.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'
import { dateAndTime } from './times.ts'

/** One time a broadcast was due: what became of its messages, by which ways they went, who was left out for what. */
export function renderRun(texts: ConsoleTexts, progress: RunProgress, titles: ReadonlyMap<string, string>): Html {
  const t = texts.broadcasts
  const { run, messages, receipts, ways } = progress
  const counts = fill(t.counts, {
    sent: String(messages.sent),
    delivered: String(receipts.delivered),
    seen: String(receipts.seen),
    unknown: String(messages.unknown),
    rest: String(messages.open + messages.held),
  })
  const failed = Object.entries(messages.failed).map(([reason, count]) => {
    const known = SEND_FAILURES.find((one) => one === reason)
    return fill(t.failed, { why: known ? texts.failures.reasons[known].why : reason, count: String(count) })
  })
  const skipped = Object.entries(messages.skipped).map(([reason, count]) => {
    const why = Object.entries({ ...t.left_out_reasons, ...t.skipped_reasons }).find(([name]) => name === reason)?.[1]
    return fill(t.left_out, { reason: why ?? reason, count: String(count) })
  })
  const leftOut = Object.entries(run.leftOut).map(([reason, count]) =>
    fill(t.left_out, { reason: t.left_out_reasons[reason as keyof typeof run.leftOut], count: String(count) }),
  )
  const held = run.held === null ? '' : ` · ${t.held[run.held]}`
  const why = run.why === null ? '' : ` · ${t.reasons[run.why]}`
  return html`<li><div>
<p><strong>${dateAndTime(run.dueAt)} · ${t.run_states[run.status]}${held}${why}</strong></p>
<p>${counts}</p>
<ul class="list">${[...waysOf(texts, ways, titles), ...failed, ...skipped, ...leftOut].map((line) => html`<li>${line}</li>`)}</ul>
</div></li>`
}

/** A line for each way. */
export function waysOf(
  { broadcasts: t }: ConsoleTexts,
  ways: RunProgress['ways'],
  titles: ReadonlyMap<string, string>,
): string[] {
  return Object.entries(ways).map(([id, { count, costDong }]) =>
    fill(t.way, { way: titles.get(id) ?? id, count: String(count), dong: String(costDong) }),
  )
}
