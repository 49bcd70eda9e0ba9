import { z } from 'zod'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import { type Content, readContent } from './content.ts'
import { type MessageSchema, type SendRequest, sendSchema } from './message-schema.ts'
import type { Page } from './page.ts'
import { type Recipient, resolve, standingRefusal } from './standing.ts'
import { routed } from './threads.ts'

const KEPT_ACTIONS = 1_000

/** Who a call is meant for, read before its shape is judged: access comes first. */
const addressee = z.looseObject({ recipient: z.looseObject({ id: z.string() }) })

/**
 * `POST /{page}/messages`, in the platform's order: access, rate, shape, retired tags, recipient, block, thread owner,
 * window. The token was judged before.
 */
export async function sendMessage(page: Page, schema: MessageSchema, body: unknown): Promise<GraphResult> {
  const { rules, rates } = page.world
  const meant = addressee.safeParse(body)
  const target = meant.success ? page.people.get(meant.data.recipient.id) : undefined
  if (!rules.advancedAccess && !target?.hasRole) return fail(10, 2018028)
  if (!rates.allowsSend(page.id)) return fail(613)
  const parsed = sendSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const request = parsed.data
  const contradiction = contradictionIn(request)
  if (contradiction) return contradiction
  if (request.message === undefined) return act(page, request)
  const reading = readContent(page, schema, request.message)
  if (reading.type === 'refused') return reading.refusal
  const { content } = reading
  if ((request.messaging_type === 'UTILITY') !== (content.kind === 'utility'))
    return fail(100, undefined, 'Invalid parameter: messaging_type')
  if ((content.kind === 'audio' || content.kind === 'video') && !rates.allowsMedia(page.id)) return fail(613)
  const recipient = resolve(page, request.recipient)
  if (recipient.type === 'refused') return recipient.refusal
  const refusal = standingRefusal(page, recipient, request)
  return refusal ?? accept(page, recipient, content, body)
}

/** Parameters that are right one by one, and wrong together. */
function contradictionIn(request: SendRequest): GraphResult | null {
  if ((request.message === undefined) === (request.sender_action === undefined))
    return fail(100, undefined, 'Must provide exactly one of message and sender_action')
  if ((request.messaging_type === 'MESSAGE_TAG') !== (request.tag !== undefined))
    return fail(100, undefined, 'Invalid parameter: tag')
  const needsMessage = request.sender_action === 'react' || request.sender_action === 'unreact'
  return needsMessage && request.payload === undefined ? fail(100, undefined, 'Invalid parameter: payload') : null
}

/** Typing marks and reactions: under the same rules, and without a message id in the answer. */
function act(page: Page, request: SendRequest): GraphResult {
  const recipient = resolve(page, request.recipient)
  if (recipient.type === 'refused') return recipient.refusal
  const refusal = standingRefusal(page, recipient, request)
  if (refusal) return refusal
  const { actions, clock } = page.world
  if (actions.length >= KEPT_ACTIONS) actions.splice(0, KEPT_ACTIONS / 10)
  const action = request.sender_action ?? ''
  actions.push({ at: clock.now(), account: page.id, to: recipient.psid, action })
  return ok({ recipient_id: recipient.psid })
}

async function accept(
  page: Page,
  recipient: Exclude<Recipient, { type: 'refused' }>,
  content: Content,
  body: unknown,
): Promise<GraphResult> {
  const { world } = page
  const mid = world.newMid()
  const { kind, text, buttons } = content
  const message = { id: mid, at: world.clock.now(), account: page.id, to: recipient.psid, kind, text, buttons, body }
  world.sent.add(message)
  const person = page.people.get(recipient.psid)
  if (person) person.lastReceived = message
  if (recipient.type === 'comment') {
    const comment = page.comments.get(recipient.commentId)
    if (comment) comment.answered = true
  }
  await postReceipts(page, recipient.psid, mid, content)
  const attachmentId = content.keeps === null ? null : world.sequence.digits()
  if (attachmentId !== null) page.attachments.set(attachmentId, { type: kind, at: message.at })
  return ok({
    recipient_id: recipient.psid,
    message_id: mid,
    ...(attachmentId === null ? {} : { attachment_id: attachmentId }),
  })
}

/** Echo and delivery, for those who subscribed to them; waited for only when the echo is to come before the answer. */
async function postReceipts(page: Page, psid: string, mid: string, content: Content): Promise<void> {
  const { webhook, chaos, clock } = page.world
  if (webhook.url === null) return
  const person = page.people.get(psid)
  const metadata = content.metadata === null ? {} : { metadata: content.metadata }
  const shown = content.text === '' ? { attachments: [{ type: content.kind, payload: {} }] } : { text: content.text }
  const echo = page.events.echo(psid, page.app.appId, { ...metadata, ...shown }, { mid })
  const delivery = page.events.delivery(psid, [mid], clock.now())
  const first = webhook.post(page, [routed(page, person, echo)])
  if (chaos.echoFirst) await first
  webhook.track(first.then(() => webhook.post(page, [routed(page, person, delivery)])))
}
