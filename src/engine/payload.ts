import type { TopicId } from '../core/ids.ts'

/** What a button may do with the flow under way. */
const FORM_MOVES = ['resume', 'drop', 'restart', 'skip'] as const
export type FormMove = (typeof FORM_MOVES)[number]

/** Where a button leads. */
export type Target =
  | { readonly type: 'topic'; readonly topic: TopicId }
  /** The rest of an article. */
  | { readonly type: 'more'; readonly topic: TopicId }
  | { readonly type: 'flow'; readonly flow: string }
  /** Begins the flow though another is under way. */
  | { readonly type: 'switch'; readonly flow: string }
  /** To any other flow, and in `skip` to any other step, it says nothing. */
  | { readonly type: 'form'; readonly move: FormMove; readonly flow: string; readonly step: string | null }
  /** An answer to one step of a flow, in words that are read as if typed; to any other step it says nothing. */
  | { readonly type: 'answer'; readonly flow: string; readonly step: string; readonly text: string }
  /** Asks that step again. */
  | { readonly type: 'correct'; readonly flow: string; readonly step: string }

/** The text that a button carries and gives back: `topic:vneid.la-gi`. */
export function payloadOf(target: Target): string {
  switch (target.type) {
    case 'flow':
    case 'switch':
      return `${target.type}:${target.flow}`
    case 'form':
      return `form:${target.move}:${target.flow}${target.step === null ? '' : `/${target.step}`}`
    case 'correct':
      return `correct:${target.flow}/${target.step}`
    case 'answer':
      return `answer:${target.flow}/${target.step}:${target.text}`
    case 'topic':
    case 'more':
      return `${target.type}:${target.topic}`
  }
}

/** Where a payload leads; null for one that is not ours or from another version. */
export function readPayload(payload: string): Target | null {
  const answer = /^answer:([a-z0-9-]+)\/([a-z0-9-]+):(.+)$/su.exec(payload)
  if (answer) {
    const [, flow = '', step = '', text = ''] = answer
    return { type: 'answer', flow, step, text }
  }
  const form = /^(form:(?<move>[a-z]+)|correct):(?<flow>[a-z0-9-]+)(?:\/(?<step>[a-z0-9-]+))?$/.exec(payload)?.groups
  if (form) {
    const { move, flow = '', step = null } = form
    if (move === undefined) return step === null ? null : { type: 'correct', flow, step }
    const known = FORM_MOVES.find((one) => one === move)
    return known ? { type: 'form', move: known, flow, step } : null
  }
  const match = /^(topic|more|flow|switch):([a-z0-9.-]+)$/.exec(payload)
  if (!match) return null
  const [, type, name = ''] = match
  if (type === 'flow' || type === 'switch') return { type, flow: name }
  return { type: type as 'topic' | 'more', topic: name as TopicId }
}
