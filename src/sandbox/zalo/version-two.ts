import { z } from 'zod'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import { sendBroadcast } from './broadcast.ts'
import { sendConsultation } from './consultation.ts'
import { readContent } from './content.ts'
import type { OfficialAccount } from './world.ts'

const REACTIONS = ['/-strong', '/-heart', ':>', ':o', ':-((', ':-h', '--b', '/-remove'] as const

const outsideSchema = z.looseObject({
  recipient: z.looseObject({ target: z.unknown().optional(), anonymous_id: z.unknown().optional() }),
  sender_action: z.unknown().optional(),
})
const reactionSchema = z.object({
  recipient: z.object({ user_id: z.string() }),
  sender_action: z.object({ react_icon: z.enum(REACTIONS), react_message_id: z.string().min(1) }),
})
const anonymousSchema = z.object({
  recipient: z.object({ anonymous_id: z.string().min(1), conversation_id: z.string().min(1) }),
  message: z.unknown().optional(),
})

/**
 * `POST v2.0/oa/message`: the shape decides. Broadcasts, anonymous answers and reactions of every OA; consultation
 * messages of state-agency OAs only (-240 for the others).
 */
export function sendVersionTwo(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const outside = outsideSchema.safeParse(body)
  if (!outside.success) return refusalOf(outside.error)
  const { recipient, sender_action } = outside.data
  if (recipient.target !== undefined) return sendBroadcast(oa, body)
  if (recipient.anonymous_id !== undefined) return answerAnonymous(oa, body)
  if (sender_action !== undefined) return react(oa, body)
  return oa.world.rules.oaType === 'state' ? sendConsultation(oa, body) : refused(-240)
}

function react(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = reactionSchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const userId = parsed.data.recipient.user_id
  if (!oa.people.find(userId) && !oa.world.rules.window.openToAll) return refused(-213)
  return accepted({ message_id: parsed.data.sender_action.react_message_id, user_id: userId })
}

function answerAnonymous(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = anonymousSchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const { anonymous_id, conversation_id } = parsed.data.recipient
  const reading = readContent(parsed.data.message, false)
  if (reading.type === 'refused') return reading.refusal
  const { kind, text, buttons } = reading.content
  if (oa.people.conversationOf(anonymous_id) !== conversation_id) return invalid('conversation_id')
  const id = oa.world.sequence.hex()
  const at = oa.world.clock.now()
  oa.world.sent.add({ id, at, account: oa.app.oaId, to: anonymous_id, kind, text, buttons, body })
  return accepted({ message_id: id, anonymous_id, conversation_id })
}
