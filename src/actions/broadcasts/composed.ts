import type { Broadcast, Draft } from '../../broadcasts/broadcast.ts'
import type { Composition } from '../../broadcasts/composition.store.ts'
import { resolveContent } from '../../broadcasts/templates.ts'
import type { StaffMember } from '../../staff/member.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import type { Announced } from './say-broadcast.ts'

const MAX_TITLE = 60

/** A whole announcement: as it is judged, and as its draft is written. */
export type Composed = Announced & { readonly draft: Draft } & Pick<Broadcast, 'title'>

/** The announcement that a member has written; null while something is missing. */
export function composedOf(
  { texts, units }: Pick<BroadcastDesk, 'texts' | 'units'>,
  { unit }: Pick<StaffMember, 'unit'>,
  { content: said, urgency, segment, schedule, budgetDong, training }: Composition,
): Composed | null {
  const province = units.provinceOf(unit)
  if (said === null || urgency === null || segment === null || schedule === null || province === null) return null
  const input = 'template' in said ? said : { ...said, buttons: [], values: {} }
  const title = 'template' in said ? (texts.templates.get(said.template)?.title ?? said.template) : titleOf(said.text)
  const draft: Draft = {
    title,
    province,
    urgency,
    content: input,
    segment,
    schedule,
    budget_dong: budgetDong,
    training,
  }
  return {
    title,
    province,
    urgency,
    segment,
    schedule,
    budgetDong,
    training,
    content: resolveContent(input, texts),
    draft,
  }
}

/** The first line, cut at a word. */
function titleOf(text: string): string {
  const line =
    text
      .split('\n')[0]
      ?.replace(/\{\{\w+\}\}/g, '…')
      .trim() ?? ''
  return line.length <= MAX_TITLE ? line : `${line.slice(0, MAX_TITLE).replace(/\s+\S*$/, '')}…`
}
