import { z } from 'zod'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import { attachmentOf } from './attachments.ts'
import { type Content, readContent } from './content.ts'
import { FREE_WINDOW_MS, judgeStanding, type Standing } from './window.ts'
import { type OfficialAccount, vietnamDay } from './world.ts'

const bodySchema = z.object({
  recipient: z.object({ user_id: z.string().optional(), message_id: z.string().optional() }),
  message: z.unknown().optional(),
})

type Recipient =
  | { readonly type: 'user'; readonly userId: string }
  | { readonly type: 'refused'; readonly refusal: ZaloAnswer }

const ECHO_NAMES: Readonly<Record<Content['kind'], string>> = {
  text: 'oa_send_text',
  image: 'oa_send_image',
  gif: 'oa_send_gif',
  sticker: 'oa_send_sticker',
  file: 'oa_send_file',
  list: 'oa_send_list',
  button: 'oa_send_template',
  request_user_info: 'oa_send_template',
}

/** A consultation message (CS) to one person: shape, then recipient and window, then it is accepted. */
export function sendConsultation(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const reading = readContent(parsed.data.message, oa.world.rules.acceptsTemplates)
  if (reading.type === 'refused') return reading.refusal
  const { content } = reading
  const uploadRefusal = content.upload && oa.uploads.refusalFor(content.upload)
  if (uploadRefusal) return uploadRefusal
  const recipient = resolve(oa, parsed.data.recipient)
  if (recipient.type === 'refused') return recipient.refusal
  const person = oa.people.find(recipient.userId)
  const verdict = judgeStanding(person, oa.world.clock.now(), oa.world.rules.window)
  if (verdict.type === 'closed') return verdict.refusal
  return accept(oa, recipient.userId, content, verdict.standing, body)
}

function resolve(oa: OfficialAccount, recipient: z.infer<typeof bodySchema>['recipient']): Recipient {
  if (recipient.user_id !== undefined)
    return /^\d{15,20}$/.test(recipient.user_id) ? { type: 'user', userId: recipient.user_id } : no(invalid('user_id'))
  const incoming = oa.people.incoming(recipient.message_id ?? '')
  if (!incoming) return no(invalid(recipient.message_id === undefined ? 'recipient' : 'message_id'))
  if (oa.world.clock.now() - incoming.at > FREE_WINDOW_MS) return no(refused(-232))
  if (incoming.answersLeft === 0) return no(refused(-211))
  incoming.answersLeft -= 1
  return { type: 'user', userId: incoming.userId }
}

function no(refusal: ZaloAnswer): Recipient {
  return { type: 'refused', refusal }
}

function accept(oa: OfficialAccount, userId: string, content: Content, standing: Standing, body: unknown): ZaloAnswer {
  const { world } = oa
  const messageId = world.sequence.hex()
  const at = world.clock.now()
  const { kind, text, buttons } = content
  world.sent.add({ id: messageId, at, account: oa.app.oaId, to: userId, kind, text, buttons, body })
  if (world.rules.echoes) postEchoes(oa, userId, messageId, content)
  const quota = takeQuota(oa, userId, standing)
  const person = oa.people.find(userId)
  if (person) person.sentSince += 1
  return accepted({ message_id: messageId, user_id: userId, sent_time: String(at), ...(quota ? { quota } : {}) })
}

/** What the message was paid with; null inside the free window and for charged messages. */
function takeQuota(oa: OfficialAccount, userId: string, standing: Standing): object | null {
  if (standing === 'free') return null
  if (standing === 'welcome') {
    const person = oa.people.find(userId)
    if (!person) return null
    person.welcomesLeft -= 1
    return { quota_type: 'welcome_msg', remain: String(person.welcomesLeft), total: '3' }
  }
  if (oa.allowanceLeft <= 0) return null
  oa.useAllowance()
  return {
    quota_type: 'sub_quota',
    remain: String(oa.allowanceLeft),
    total: String(oa.world.rules.monthlyAllowance),
    expired_date: lastDayOfMonth(oa.world.clock.now()),
  }
}

/** dd/mm/yyyy */
function lastDayOfMonth(instant: number): string {
  const today = vietnamDay(instant)
  const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 0))
  return last.toISOString().slice(0, 10).split('-').reverse().join('/')
}

/** The mirror of an accepted message and the receipt of the person's phone. */
function postEchoes(oa: OfficialAccount, userId: string, messageId: string, { kind, text }: Content): void {
  const { app, events, world } = oa
  const attachments =
    kind === 'image' || kind === 'gif' || kind === 'sticker' || kind === 'file' ? [attachmentOf(kind)] : undefined
  const message = { msg_id: messageId, text, ...(attachments ? { attachments } : {}) }
  world.webhook.postLater(app, events.echo(ECHO_NAMES[kind], userId, message))
  world.webhook.postLater(app, events.received(userId, messageId))
}
