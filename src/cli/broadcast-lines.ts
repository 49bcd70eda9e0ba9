import type { Broadcast } from '../broadcasts/broadcast.ts'
import { hashOf } from '../broadcasts/hash.ts'
import type { RunProgress } from '../broadcasts/progress.ts'
import type { ShownWays } from '../broadcasts/show-ways.ts'
import { sentenceOf } from '../broadcasts/template-mistakes.ts'
import { textsByChannel } from '../broadcasts/texts.ts'
import type { Totals } from '../broadcasts/totals.ts'
import { vietnamDateTime } from '../core/clock.ts'
import type { Province } from '../places/provinces.ts'

/** All that there is to know of a broadcast before saying yes to it, and of how it went after. */
export interface Shown {
  readonly broadcast: NamedBroadcast
  readonly hash: string
  /** As people would read it, by channel. */
  readonly texts: Readonly<Record<string, string>>
  readonly audience: Totals
  readonly runs: readonly RunProgress[]
  readonly ways: ShownWays
}

/** With the names of those who wrote and approved it. */
export type NamedBroadcast = Broadcast & {
  readonly names: { readonly author: string; readonly approver: string | null }
}

/** Puts together what `show` shows. */
export function shownOf(
  broadcast: NamedBroadcast,
  province: Province,
  audience: Totals,
  runs: readonly RunProgress[],
  ways: ShownWays,
): Shown {
  return {
    broadcast,
    hash: hashOf(broadcast),
    texts: textsByChannel(
      broadcast,
      province,
      runs.map(({ run }) => run),
    ),
    audience,
    runs,
    ways,
  }
}

/** One line of the list. */
export function lineOf({ id, status, statusReason, province, nextDueAt, title }: Broadcast): string {
  const due = nextDueAt === null ? '-' : vietnamDateTime(nextDueAt)
  return `${id}\t${status}${statusReason ? ` (${statusReason})` : ''}\t${province}\t${due}\t${title}\n`
}

/** The whole of it, for reading. */
export function pageOf({ broadcast, hash, texts, audience, runs, ways }: Shown): string {
  const { approval } = broadcast
  const lines = [
    lineOf(broadcast).trimEnd(),
    `author: ${broadcast.names.author}; urgency: ${broadcast.urgency}${broadcast.training ? '; training, nothing is sent' : ''}`,
    `approved: ${approval ? `${broadcast.names.approver}, ${vietnamDateTime(approval.at)}` : 'no'}`,
    `schedule: ${JSON.stringify(broadcast.schedule)}`,
    ...planLines(broadcast),
    `segment: ${JSON.stringify(broadcast.segment)}`,
    `hash: ${hash}`,
    ...(audience.reachable + Object.keys(audience.leftOut).length === 0
      ? ['nobody is meant by this segment now: check it before approving']
      : []),
    `audience now: ${audience.reachable} reachable, ${audience.costDong} đồng of ${broadcast.budgetDong}`,
    ...Object.entries(audience.ways).map(([way, { count, costDong }]) => `  ${way}: ${count}, ${costDong} đồng`),
    ...Object.entries(audience.leftOut).map(([reason, count]) => `  left out, ${reason}: ${count}`),
    ...(audience.waiting > 0 ? [`  of these, ${audience.waiting} wait for an allowance that is used up`] : []),
    ...ways.mistakes.map((mistake) => `  cannot be approved: ${sentenceOf(mistake)}`),
    ...ways.quotas.map(quotaLine),
    ...ways.articles.map(articleLine),
    ...Object.entries(texts).map(([channel, text]) => `--- ${channel}\n${text}`),
    ...runs.map(runLine),
  ]
  return `${lines.join('\n')}\n`
}

function planLines({ plan, outsidePlanBy }: Broadcast): string[] {
  if (plan === null) return []
  const left = outsidePlanBy === null ? '' : `, let out beyond them by ${outsidePlanBy}`
  return [`plan: ${plan.plan}, ${plan.activities.join(', ')}; dates ${plan.from}–${plan.to}${left}`]
}

function quotaLine({ account, quota, period, remaining, total, reserved }: ShownWays['quotas'][number]): string {
  const of = total === null ? '' : ` of ${total}`
  return `  allowance of ${account}, ${quota} ${period}: ${remaining}${of} left, ${reserved} of them reserved`
}

function articleLine({ account, status, failure }: ShownWays['articles'][number]): string {
  return `  article on ${account}: ${status}${failure ? ` (${failure.code}: ${failure.detail})` : ''}`
}

function runLine({ run, messages, receipts }: RunProgress): string {
  const counts = { ...messages.failed, ...messages.skipped }
  const others = Object.entries(counts).map(([reason, count]) => `, ${reason} ${count}`)
  const rest = messages.open + messages.held
  return `--- run ${vietnamDateTime(run.dueAt)}: ${run.status}${run.why ? ` (${run.why})` : ''}; sent ${messages.sent}, delivered ${receipts.delivered}, seen ${receipts.seen}, unknown ${messages.unknown}, rest ${rest}${others.join('')}`
}
