import { html } from 'hono/html'
import { failureSaid, numberSaid, reasonSaid } from '../../actions/broadcasts/say-broadcast.ts'
import type { RunProgress } from '../../broadcasts/progress.ts'
import { fill } from '../../core/fill.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'
import { dateAndTime } from './times.ts'

/** One time a broadcast was due: what became of its messages, by which ways they went, who was left out for what. */
export function renderRun(texts: ConsoleTexts, progress: RunProgress, titles: ReadonlyMap<string, string>): Html {
  const t = texts.broadcasts
  const { run, messages, receipts, ways } = progress
  const counts = fill(t.counts, {
    sent: numberSaid(messages.sent),
    delivered: numberSaid(receipts.delivered),
    seen: numberSaid(receipts.seen),
    unknown: numberSaid(messages.unknown),
    rest: numberSaid(messages.open + messages.held),
  })
  const failed = Object.entries(messages.failed).map(([reason, count]) =>
    fill(t.failed, { why: failureSaid({ labels: texts }, reason), count: numberSaid(count) }),
  )
  const leftOut = [...Object.entries(messages.skipped), ...Object.entries(run.leftOut)].map(([reason, count]) =>
    fill(t.left_out, { reason: reasonSaid({ labels: texts }, reason), count: numberSaid(count) }),
  )
  const held = run.held === null ? '' : ` · ${t.held[run.held]}`
  const why = run.why === null ? '' : ` · ${t.reasons[run.why]}`
  return html`<li><div>
<p><strong>${dateAndTime(run.dueAt)} · ${t.run_states[run.status]}${held}${why}</strong></p>
<p>${counts}</p>
<ul class="list">${[...waysOf(texts, ways, titles), ...failed, ...leftOut].map((line) => html`<li>${line}</li>`)}</ul>
</div></li>`
}

/** A line for each way. */
export function waysOf(
  { broadcasts: t }: ConsoleTexts,
  ways: RunProgress['ways'],
  titles: ReadonlyMap<string, string>,
): string[] {
  return Object.entries(ways).map(([id, { count, costDong }]) =>
    fill(t.way, { way: titles.get(id) ?? id, count: numberSaid(count), dong: numberSaid(costDong) }),
  )
}
