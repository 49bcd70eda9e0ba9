import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { Composition } from '../../broadcasts/composition.store.ts'
import { MAX_TEXT } from '../../broadcasts/content.ts'
import type { Hours } from '../../broadcasts/rules.ts'
import type { Template } from '../../broadcasts/templates.ts'
import { fill } from '../../core/fill.ts'
import type { ReplyChoice, TextMessage } from '../../core/messages.ts'
import { fold, normalise } from '../../core/text.ts'
import { showMinutes } from '../../core/vietnam-day.ts'
import type { StaffMember } from '../../staff/member.ts'
import { payloadAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'

/** A member who is writing an announcement, and when. */
export interface Writing {
  readonly member: StaffMember
  /** UTC ms. */
  readonly now: number
  /** What they rewrite, as it is stored; absent where it is a new one. */
  readonly rewritten?: Broadcast
}

/** What an announcement lacks. */
export type Question =
  | { readonly type: 'text' | 'urgency' | 'whom' | 'when' }
  | { readonly type: 'value'; readonly template: Template; readonly name: string; readonly meaning: string }

/** What is to be asked next; null when the announcement is whole. */
export function nextQuestion(
  { texts: { templates } }: Pick<BroadcastDesk, 'texts'>,
  { content, urgency, segment, schedule }: Composition,
): Question | null {
  const template = content && 'template' in content ? templates.get(content.template) : null
  if (content === null || template === undefined) return { type: 'text' }
  if (template !== null && 'template' in content) {
    const missing = Object.entries(template.asks).find(([name]) => content.values[name] === undefined)
    if (missing) return { type: 'value', template, name: missing[0], meaning: missing[1] }
  }
  if (urgency === null) return { type: 'urgency' }
  if (segment === null) return { type: 'whom' }
  return schedule === null ? { type: 'when' } : null
}

/** The question in words, with buttons for its usual answers. */
export function askFor(desk: BroadcastDesk, { member }: Writing, question: Question): TextMessage {
  const { compose } = desk.says
  switch (question.type) {
    case 'text': {
      const lines = templatesByNumber(desk).map(({ title }, index) =>
        fill(compose.template, { number: String(index + 1), title }),
      )
      return say(fill(compose.ask_text, { most: String(MAX_TEXT), templates: lines.join('\n') }))
    }
    case 'value':
      return say(fill(compose.ask_value, { title: question.template.title, meaning: question.meaning }))
    case 'urgency': {
      const { khan, thuong, 'tin-vui': good } = desk.rules.urgency
      const hours = { khan: hoursSaid(khan.hours), thuong: hoursSaid(thuong.hours), tin_vui: hoursSaid(good.hours) }
      const { urgencies } = compose
      const labels = [urgencies.thuong, urgencies.khan, urgencies['tin-vui']]
      return say(fill(compose.ask_urgency, hours), labels)
    }
    case 'whom':
      return say(compose.ask_whom, [usualPeople(desk, { member })])
    case 'when':
      return say(compose.ask_when, [compose.at_once])
  }
}

/** Whom most announcements of a member are for, in words. */
export function usualPeople(
  { units, says: { compose } }: Pick<BroadcastDesk, 'units' | 'says'>,
  { member }: Pick<Writing, 'member'>,
): string {
  return units.isCommune(member.unit) ? compose.own_commune : compose.everybody
}

/** Templates in the order in which officers choose them by number. */
export function templatesByNumber({ texts }: Pick<BroadcastDesk, 'texts'>): readonly Template[] {
  return [...texts.templates.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** `07:00–21:00` */
export function hoursSaid({ from, to }: Hours): string {
  return `${showMinutes(from)}–${showMinutes(to)}`
}

/** A button that says its own label as if it had been typed. */
export function buttonAtDesk(label: string): ReplyChoice {
  return { type: 'reply', label, payload: payloadAtDesk(fold(normalise(label))) }
}

function say(text: string, labels: readonly string[] = []): TextMessage {
  return labels.length === 0 ? { type: 'text', text } : { type: 'text', text, choices: labels.map(buttonAtDesk) }
}
