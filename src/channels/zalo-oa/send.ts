import { hash } from 'node:crypto'
import { z } from 'zod'
import type { SendOutcome, SendRequest } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import { type AccountId, platformUserIdOf } from '../../core/ids.ts'
import type { ApiAnswer, PostMessage } from './api.ts'
import { isAnonymous, type Recipient, recipientOf } from './contact.ts'
import { httpRefusal, networkRefusal, type Refusal, refusalOf, waitMs } from './errors.ts'
import { RateWatch } from './rate-watch.ts'
import { RefusedShapes, SHAPE_REFUSALS } from './refused-shapes.ts'
import type { SendPath, ZaloAccount } from './settings.ts'
import { templateRefusalOf } from './template-errors.ts'
import type { TokenKeeper } from './tokens.ts'

const body = z.object({
  message: z.looseObject({
    attachment: z.looseObject({ payload: z.looseObject({ template_type: z.string().optional() }) }).optional(),
  }),
})
const renderedPart = z.object({ body, plain: body.optional() })
/** A template, to the person or to a phone number (`approved-ways.ts`). */
const templatePart = z.object({
  body: z.strictObject({
    template_id: z.string(),
    template_data: z.record(z.string(), z.string()),
    phone: z.string().optional(),
  }),
})
/** The usual kind first: a schema of its own for each would refuse every message of the other. */
const storedPart = z.union([renderedPart, templatePart])
type Body = z.output<typeof body>
type Part = z.output<typeof renderedPart>
type TemplatePart = z.output<typeof templatePart>

/** One call, and how it came to be made in place of the first one. */
interface Attempt {
  readonly path: SendPath
  readonly body: Body
  readonly pathSwitched: boolean
  /** The template that was refused before this plain text, and the code it was refused with. */
  readonly standsInFor: { readonly template: string; readonly code: number } | null
}

/** -235 and -240 send a message to the other path: state-agency OAs may need v2, all others v3. */
const PATH_REFUSALS: Readonly<Record<SendPath, number>> = { v3: -235, v2: -240 }
const OTHER_PATH: Readonly<Record<SendPath, SendPath>> = { v3: 'v2', v2: 'v3' }

export interface SenderParts {
  readonly post: PostMessage
  readonly clock: Clock
  /** 0 to 1: where in its span a put-off message comes back. */
  readonly jitter: () => number
}

/** Sends rendered parts, and remembers what each OA's answers teach: its path, refused templates, its rate. */
export class MessageSender {
  readonly #parts: SenderParts
  readonly #paths = new Map<AccountId, SendPath>()
  readonly #shapes = new RefusedShapes()
  readonly rates = new RateWatch()

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  async send(account: ZaloAccount, tokens: TokenKeeper, request: SendRequest): Promise<SendOutcome> {
    const { clock, post } = this.#parts
    if (this.rates.isClosed(account.id, clock.now())) return this.#failed('-32', refusalOf(-32))
    const { data: part } = storedPart.safeParse(request.part)
    if (!part) return this.#failed('part', { reason: 'rejected', detail: 'not a message of this channel' })
    const token = await tokens.accessToken()
    if (token === null) return this.#failed('no token', { reason: 'token_invalid', detail: 'there is no token pair' })
    if (isTemplate(part)) return this.#sendTemplate(account, tokens, token, request, part.body)
    const recipient = recipientOf(request.contact)
    let attempt = this.#firstAttempt(account, recipient, part)
    for (;;) {
      const answer = await post(attempt.path, token, { recipient, ...attempt.body })
      this.#learn(account, attempt, answer)
      const next = isAnonymous(recipient) ? null : nextAttempt(attempt, part, answer)
      if (next === null) {
        if (isTokenRefusal(answer)) tokens.noteRefused(token)
        return this.#outcomeOf(answer)
      }
      attempt = next
    }
  }

  async #sendTemplate(
    account: ZaloAccount,
    tokens: TokenKeeper,
    token: string,
    { contact, key }: SendRequest,
    { phone, template_id, template_data }: TemplatePart['body'],
  ): Promise<SendOutcome> {
    const { post, clock } = this.#parts
    const content = { template_id, template_data }
    const answer =
      phone === undefined
        ? await post('template', token, { user_id: platformUserIdOf(contact), ...content })
        : await post('template_by_phone', token, { phone, ...content, tracking_id: trackingIdOf(key) })
    const refusalOfCode = phone === undefined ? refusalOf : templateRefusalOf
    // Templates by phone do not count among the requests of the minute.
    if (phone === undefined && (answer.type === 'accepted' || answer.type === 'refused')) {
      const exhausted = answer.type === 'refused' && refusalOf(answer.code).reason === 'slow_down'
      this.rates.learn(account.id, answer.rate, exhausted, clock.now())
    }
    if (answer.type === 'refused' && refusalOfCode(answer.code).reason === 'token_invalid') tokens.noteRefused(token)
    return this.#outcomeOf(answer, refusalOfCode)
  }

  #firstAttempt(account: ZaloAccount, recipient: Recipient, part: Part): Attempt {
    const path = isAnonymous(recipient) ? 'v2' : (this.#paths.get(account.id) ?? account.sendPath)
    const template = templateOf(part.body)
    const inWords = template !== null && (isAnonymous(recipient) || this.#shapes.isRefused(account.id, template))
    return { path, body: (inWords && part.plain) || part.body, pathSwitched: false, standsInFor: null }
  }

  #learn(account: ZaloAccount, attempt: Attempt, answer: ApiAnswer): void {
    if (answer.type !== 'accepted' && answer.type !== 'refused') return
    const exhausted = answer.type === 'refused' && refusalOf(answer.code).reason === 'slow_down'
    this.rates.learn(account.id, answer.rate, exhausted, this.#parts.clock.now())
    if (attempt.pathSwitched && !isPathRefusal(attempt.path, answer)) this.#paths.set(account.id, attempt.path)
    if (answer.type !== 'accepted') return
    const template = templateOf(attempt.body)
    if (template !== null) this.#shapes.accepted(account.id, template)
    const replaced = attempt.standsInFor
    if (replaced) this.#shapes.refused(account.id, replaced.template, replaced.code)
  }

  #outcomeOf(answer: ApiAnswer, refusalOfCode: typeof refusalOf = refusalOf): SendOutcome {
    switch (answer.type) {
      case 'accepted':
        return { type: 'sent', externalId: answer.messageId }
      case 'unanswered':
        return this.#failed(answer.code === 'ECONNABORTED' ? 'timeout' : 'network', networkRefusal(answer.code))
      case 'unreadable':
        return this.#failed(`http ${answer.status}`, httpRefusal(answer.status))
      case 'refused': {
        const refusal = refusalOfCode(answer.code)
        const detail = answer.field === null ? refusal.detail : `${refusal.detail}: ${answer.field}`
        return this.#failed(String(answer.code), { ...refusal, detail })
      }
    }
  }

  #failed(code: string, { reason, detail, wait }: Refusal): SendOutcome {
    const { clock, jitter } = this.#parts
    const retryAfterMs = wait && waitMs(wait, clock.now(), jitter())
    return { type: 'failed', reason, code, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
}

function isTemplate(part: Part | TemplatePart): part is TemplatePart {
  return 'template_id' in part.body
}

/** The call that stands in for a refused one, each kind of stand-in once; null when the answer is to be taken as it is. */
function nextAttempt(attempt: Attempt, part: Part, answer: ApiAnswer): Attempt | null {
  if (answer.type !== 'refused') return null
  if (isPathRefusal(attempt.path, answer) && !attempt.pathSwitched) {
    return { ...attempt, path: OTHER_PATH[attempt.path], pathSwitched: true }
  }
  const template = templateOf(attempt.body)
  if (template === null || !part.plain || !SHAPE_REFUSALS.has(answer.code)) return null
  return { ...attempt, body: part.plain, standsInFor: { template, code: answer.code } }
}

function isPathRefusal(path: SendPath, answer: ApiAnswer): boolean {
  return answer.type === 'refused' && answer.code === PATH_REFUSALS[path]
}

function isTokenRefusal(answer: ApiAnswer): boolean {
  return answer.type === 'refused' && refusalOf(answer.code).reason === 'token_invalid'
}

/** The platform takes 48 characters, and the key names the account. */
function trackingIdOf(key: string): string {
  return hash('sha256', key, 'base64url')
}

/** The kind of template a body is; null for plain text. */
function templateOf({ message: { attachment } }: Body): string | null {
  return attachment ? (attachment.payload.template_type ?? 'file') : null
}
