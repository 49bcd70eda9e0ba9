import { z } from 'zod'
import type { PaidWay, RenderedPart, SendRequest } from '../../core/channel.ts'
import { platformUserIdOf } from '../../core/ids.ts'
import type { ConsentRequest, Message } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { buttonOf } from './choices.ts'
import { MAX_BUTTONS } from './render-text.ts'
import type { MessengerAccount } from './settings.ts'

/** The platform's limit for a paid text, with buttons or without. */
const MAX_PAID_TEXT = 640

const messageBody = z.record(z.string(), z.unknown())
const paidBody = z.strictObject({ paid: z.strictObject({ token: z.string(), message: messageBody }) })

/** What asks a person to allow paid messages; taken within the 24 hours alone. The answer comes as an `optin`. */
export function consentBody({ title }: ConsentRequest) {
  const payload = {
    template_type: 'notification_messages',
    title: title.normalize('NFC'),
    notification_messages_timezone: 'Asia/Ho_Chi_Minh',
    payload: 'PAID',
  }
  return { attachment: { type: 'template', payload } }
}

/** The paid messages of the Pages that are set up for them. */
export function createPaidWay(accounts: readonly MessengerAccount[]): PaidWay {
  return {
    priceDong: (account) => accounts.find(({ id }) => id === account)?.paid?.priceDong ?? null,
    render: renderPaid,
  }
}

/** A text with up to three buttons as a paid message: there are no quick replies, and nothing may be cut off. */
function renderPaid(message: Message, token: string): RenderedPart | null {
  if (message.type !== 'text') return null
  const choices = message.choices ?? []
  const buttons = choices.map(buttonOf).filter((button) => button !== null)
  const text = message.text.normalize('NFC')
  if (buttons.length < choices.length || buttons.length > MAX_BUTTONS || lengthOf(text) > MAX_PAID_TEXT) return null
  const template = { template_type: 'button', text, buttons }
  const said = buttons.length === 0 ? { text } : { attachment: { type: 'template', payload: template } }
  return { body: { paid: { token, message: said } } }
}

/** Where a stored part of a Page goes, and with what; null when it is none of this channel. */
export function callOf(
  account: MessengerAccount,
  { contact }: Pick<SendRequest, 'contact'>,
  body: RenderedPart['body'],
  metadata: string,
): { readonly node: string; readonly body: object } | null {
  const message = messageBody.safeParse(body).data
  if (!message) return null
  const paid = 'paid' in message ? paidBody.safeParse(message).data?.paid : undefined
  if (paid) {
    if (account.paid === null) return null
    return {
      node: `act_${account.paid.adAccount}`,
      body: {
        message_id: account.paid.campaign,
        messenger_delivery_data: { subscription_token: paid.token },
        message: paid.message,
      },
    }
  }
  return {
    node: account.pageId,
    body: {
      recipient: { id: platformUserIdOf(contact) },
      // An approved template is its own reason to write; everything else has to fall into the window.
      messaging_type: 'template' in message ? 'UTILITY' : 'RESPONSE',
      message: { ...message, metadata },
    },
  }
}
