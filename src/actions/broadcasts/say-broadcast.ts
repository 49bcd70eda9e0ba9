import type { Broadcast, Segment } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { type Content, messageOf } from '../../broadcasts/content.ts'
import { wayTitles } from '../../broadcasts/rules.ts'
import type { Schedule } from '../../broadcasts/schedule.ts'
import { scheduleSaid } from '../../broadcasts/schedule-said.ts'
import { firstDue } from '../../broadcasts/texts.ts'
import type { Totals } from '../../broadcasts/totals.ts'
import { vietnamDate } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import { CHANNEL_TYPES, type ChannelType } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import type { UnitId } from '../../staff/member.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'

/** What an announcement says, to whom, when and for how much, whether it is stored already or only being written. */
export type Announced = Pick<
  Broadcast,
  'province' | 'content' | 'segment' | 'schedule' | 'urgency' | 'budgetDong' | 'training'
>

/** All that an officer should know before saying yes: the text as people read it, whom, when, how many for how much. */
export function announcedSaid(desk: BroadcastDesk, announced: Announced, totals: Totals, now: number): string {
  const { preview, compose } = desk.says
  const { urgency, budgetDong, training } = announced
  return [
    ...textsSaid(desk, announced, now),
    fill(preview.whom, { whom: whomSaid(desk, announced) }),
    fill(preview.when, { when: whenSaid(desk, announced.schedule) }),
    fill(preview.urgency, { urgency: compose.urgencies[urgency] }),
    ...(budgetDong > 0 ? [fill(preview.budget, { dong: numberSaid(budgetDong) })] : []),
    ...(training ? [preview.training] : []),
    ...totalsSaid(desk, totals, now),
  ].join('\n')
}

/** Of channels that read the same, the text stands once. */
function textsSaid(desk: BroadcastDesk, announced: Announced, now: number): string[] {
  const { preview } = desk.says
  const texts = channelsOf(announced.segment).map((channel) => {
    const message = messageTo(desk, announced, channel, now)
    return { channel, text: 'text' in message ? message.text : '' }
  })
  const said = [...Map.groupBy(texts, ({ text }) => text)].map(([text, same]) =>
    fill(preview.text, {
      channel: same.map(({ channel }) => desk.labels.broadcasts.channels[channel]).join(', '),
      text,
    }),
  )
  const labels = announced.content.buttons.map(({ label }) => label)
  return labels.length === 0 ? said : [...said, fill(preview.buttons, { labels: labels.join(' · ') })]
}

/** The message itself, as somebody on `channel` gets it. */
export function messageTo(
  { provinces }: Pick<BroadcastDesk, 'provinces'>,
  { content, province, schedule }: { readonly content: Content } & Pick<Broadcast, 'province' | 'schedule'>,
  channel: ChannelType,
  now: number,
): Message {
  const date = vietnamDate(firstDue(schedule, now))
  return messageOf(content, { channel, province: provinceOrThrow(provinces, province), date })
}

function totalsSaid(
  desk: BroadcastDesk,
  { reachable, costDong, ways, leftOut, waiting }: Totals,
  now: number,
): string[] {
  const { preview } = desk.says
  const titles = wayTitles(desk.rules, now)
  return [
    fill(preview.reachable, { count: numberSaid(reachable), dong: numberSaid(costDong) }),
    ...Object.entries(ways).map(([way, { count, costDong: dong }]) =>
      fill(preview.way, { way: titles.get(way) ?? way, count: numberSaid(count), dong: numberSaid(dong) }),
    ),
    ...Object.entries(leftOut).map(([reason, count]) =>
      fill(preview.left_out, { reason: reasonSaid(desk, reason), count: numberSaid(count) }),
    ),
    ...(waiting > 0 ? [fill(preview.waiting, { count: numberSaid(waiting) })] : []),
  ]
}

/** Why somebody gets no message, or got none. */
export function reasonSaid({ labels }: Pick<BroadcastDesk, 'labels'>, reason: string): string {
  const known = { ...labels.broadcasts.skipped_reasons, ...labels.broadcasts.left_out_reasons }
  return Object.entries(known).find(([name]) => name === reason)?.[1] ?? reason
}

/** Why a message did not arrive, to stand within a line. */
export function failureSaid({ labels }: Pick<BroadcastDesk, 'labels'>, reason: string): string {
  const why = Object.entries(labels.failures.reasons).find(([name]) => name === reason)?.[1].why ?? reason
  return why.replace(/\.$/, '')
}

/** Whom a segment means: `kênh Zalo; xã Chư Sê`. */
export function whomSaid(
  { says, labels, units }: Pick<BroadcastDesk, 'says' | 'labels' | 'units'>,
  { province, segment }: Pick<Announced, 'province' | 'segment'>,
): string {
  const { whom } = says
  const { channels, communes, classes, attended, seen_within_days: seen, new_within_days: fresh } = segment
  const codes = (list: readonly string[]) => ({ codes: list.join(', ') })
  const parts = [
    ...(segment.corrects ? [fill(whom.corrects, { code: codeOf(segment.corrects) })] : []),
    ...(segment.phone_list ? [whom.phones] : []),
    ...(communes ? [communes.map((code) => units.nameOf(code as UnitId)).join(', ')] : []),
    ...(channels
      ? [fill(whom.channels, { names: channels.map((channel) => labels.broadcasts.channels[channel]).join(', ') })]
      : []),
    ...(classes ? [fill(whom.classes, codes(classes))] : []),
    ...(attended ? [fill(whom.attended, codes(attended))] : []),
    ...(seen === undefined ? [] : [fill(whom.seen, { days: String(seen) })]),
    ...(fresh === undefined ? [] : [fill(whom.fresh, { days: String(fresh) })]),
    ...(segment.groups ? [whom.groups] : []),
  ]
  return parts.length === 0
    ? fill(whom.everybody, { unit: units.nameOf(province as string as UnitId) })
    : parts.join('; ')
}

/** When it goes out: `Một lần, 05/10/2026 07:30`. */
export function whenSaid({ labels }: Pick<BroadcastDesk, 'labels'>, schedule: Schedule): string {
  return scheduleSaid(labels.broadcasts.schedules, schedule)
}

function channelsOf({ channels }: Segment): readonly ChannelType[] {
  return channels ?? CHANNEL_TYPES
}

/** `1.500.000` */
export function numberSaid(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, '.')
}
