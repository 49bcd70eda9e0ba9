import { z } from 'zod'
import { MINUTE_MS } from '../../core/durations.ts'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import { articlesSchema } from './message-schema.ts'
import { type OfficialAccount, vietnamDay } from './world.ts'

/** The content is checked first and goes out about half an hour after the call. */
const REVIEW_MS = 30 * MINUTE_MS
const FIRST_HOUR = 6
const LAST_HOUR = 21

/** Articles on their way to the followers who fit `target`. */
export interface Broadcast {
  readonly id: string
  readonly articleIds: readonly string[]
  readonly target: Readonly<Record<string, unknown>>
  readonly acceptedAt: number
  /** UTC ms; before it the broadcast is under review. */
  readonly goesOutAt: number
}

const provinceCode = z.string().regex(/^([0-9]|[1-5][0-9]|6[0-3])(,([0-9]|[1-5][0-9]|6[0-3]))*$/)
const bodySchema = z.object({
  recipient: z.object({
    target: z.object({
      ages: z
        .string()
        .regex(/^[0-7](,[0-7])*$/)
        .optional(),
      gender: z.enum(['0', '1', '2']).optional(),
      locations: z
        .string()
        .regex(/^[0-2](,[0-2])*$/)
        .optional(),
      cities: provinceCode.optional(),
      platform: z
        .string()
        .regex(/^[1-3](,[1-3])*$/)
        .optional(),
    }),
  }),
  message: z.object({
    attachment: z.object({
      type: z.literal('template'),
      payload: z.looseObject({ template_type: z.literal('media') }),
    }),
  }),
})

/** `POST v2.0/oa/message` with `recipient.target`: articles only, from 06:00 to 21:59 in Viet Nam (else -234). */
export function sendBroadcast(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const articles = articlesSchema.safeParse(parsed.data.message.attachment.payload)
  if (!articles.success) return refusalOf(articles.error)
  const articleIds = articles.data.elements.map((element) => element.attachment_id)
  for (const id of articleIds) {
    const article = oa.articles.find(id)
    if (!article) return invalid('attachment_id')
    if (!oa.articles.isReady(article)) return refused(-214)
  }
  const now = oa.world.clock.now()
  const hour = vietnamDay(now).getUTCHours()
  if (hour < FIRST_HOUR || hour > LAST_HOUR) return refused(-234)
  return accept(oa, articleIds, parsed.data.recipient.target, now, body)
}

function accept(
  oa: OfficialAccount,
  articleIds: readonly string[],
  target: Broadcast['target'],
  now: number,
  body: unknown,
): ZaloAnswer {
  const id = oa.world.sequence.hex()
  oa.broadcasts.push({ id, articleIds, target, acceptedAt: now, goesOutAt: now + REVIEW_MS })
  const titles = articleIds.map((articleId) => oa.articles.find(articleId)?.title ?? '')
  oa.world.sent.add({
    id,
    at: now,
    account: oa.app.oaId,
    to: 'followers',
    kind: 'article',
    text: titles.join('\n'),
    buttons: [],
    body,
  })
  return accepted({ message_id: id })
}
