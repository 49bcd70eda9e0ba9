import type { Choice } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { cutAtWord } from '../text-limits.ts'
import { PAYLOAD_MARK } from './payload-mark.ts'

const MAX_BUTTONS = 5
const MAX_TITLE = 100
const MAX_PAYLOAD = 1_000

type Query = { readonly type: 'oa.query.hide'; readonly payload: string }
type OpenUrl = { readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
type OpenPhone = { readonly type: 'oa.open.phone'; readonly payload: { readonly phone_code: string } }
type Action = Query | OpenUrl | OpenPhone

export type Button = { readonly title: string } & Action
export type DefaultAction = Query | OpenPhone | { readonly type: 'oa.open.url'; readonly url: string }

/** All choices as buttons; null when one of them cannot be a button, or when they are more than a message takes. */
export function buttonsOf(choices: readonly Choice[]): Button[] | null {
  const buttons = choices.flatMap((choice) => {
    const action = actionOf(choice)
    return action ? { title: cutAtWord(choice.label, MAX_TITLE), ...action } : []
  })
  return buttons.length === choices.length && buttons.length <= MAX_BUTTONS ? buttons : null
}

/** What a tap on a list element does. Here Zalo wants the address of a link beside `type`, not inside `payload`. */
export function defaultActionOf(choice: Choice): DefaultAction | null {
  const action = actionOf(choice)
  return action?.type === 'oa.open.url' ? { type: action.type, url: action.payload.url } : action
}

/** Null for what Zalo has no button for. `oa.query.hide` sends its payload unseen, as the person's message. */
export function actionOf(choice: Choice): Action | null {
  switch (choice.type) {
    case 'reply': {
      const payload = PAYLOAD_MARK + choice.payload
      return lengthOf(payload) <= MAX_PAYLOAD ? { type: 'oa.query.hide', payload } : null
    }
    case 'url':
      return { type: 'oa.open.url', payload: { url: choice.url } }
    case 'phone': {
      const code = phoneCodeOf(choice.phone)
      return code === null ? null : { type: 'oa.open.phone', payload: { phone_code: code } }
    }
  }
}

/** `84900000009` from `0900 000 009` or `+84 900…`; null for hotlines such as 1022, which have no such form. */
function phoneCodeOf(phone: string): string | null {
  const code = phone.replace(/[^\d+]/g, '').replace(/^(?:\+?84|0)/, '84')
  return /^84\d{8,11}$/.test(code) ? code : null
}
