import { DAY_MS } from '../../core/durations.ts'
import { fail, type GraphResult } from './answers.ts'
import type { SendRequest } from './message-schema.ts'
import type { Page } from './page.ts'
import { mayAnswer } from './threads.ts'

const STAFF_WINDOW_MS = 7 * DAY_MS
const PRIVATE_REPLY_MS = 7 * DAY_MS

export type Recipient =
  | { readonly type: 'person'; readonly psid: string }
  | { readonly type: 'comment'; readonly psid: string; readonly commentId: string }
  | { readonly type: 'refused'; readonly refusal: GraphResult }

/** The person a call is for: by id, or the author of a comment that was not answered yet, within 7 days. */
export function resolve(page: Page, recipient: SendRequest['recipient']): Recipient {
  const commentId = recipient.comment_id ?? recipient.post_id
  if (commentId === undefined) {
    const psid = recipient.id
    if (psid === undefined) return no(fail(100, undefined, 'Invalid parameter: recipient'))
    return page.world.rules.openToAll || page.people.has(psid) ? { type: 'person', psid } : no(fail(100, 2018001))
  }
  const comment = page.comments.get(commentId)
  if (!comment) return no(fail(100, undefined, 'Invalid parameter: recipient[comment_id]'))
  if (comment.answered) return no(fail(100, undefined, 'Comment was already answered privately'))
  if (page.world.clock.now() - comment.at > PRIVATE_REPLY_MS) return no(fail(10, 2018278))
  return { type: 'comment', psid: comment.psid, commentId }
}

function no(refusal: GraphResult): Recipient {
  return { type: 'refused', refusal }
}

/** Block, owner and window. A private reply needs no window, an approved template neither. */
export function standingRefusal(
  page: Page,
  recipient: { readonly type: 'person' | 'comment'; readonly psid: string },
  request: SendRequest,
): GraphResult | null {
  const person = page.people.get(recipient.psid)
  if (person?.blocked) return fail(551, 1545041)
  if (!mayAnswer(page, person)) return fail(10, 2018300)
  if (recipient.type === 'comment' || request.messaging_type === 'UTILITY') return null
  const { rules, clock } = page.world
  if (rules.openToAll || !rules.windowEnforced) return null
  if (request.tag === 'HUMAN_AGENT' && !rules.humanAgent) return fail(10)
  const lengthMs = request.tag === 'HUMAN_AGENT' ? STAFF_WINDOW_MS : DAY_MS
  const last = person?.lastActionAt ?? null
  return last !== null && clock.now() - last <= lengthMs ? null : fail(10, 2018278)
}
