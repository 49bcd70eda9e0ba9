import type { Choice, ReplyChoice } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { isWebAddress } from '../../core/web-address.ts'
import { cutAtWord } from '../text-limits.ts'

/** Limits of the Send API; what is longer is cut or refused. */
const MAX_QUICK_REPLIES = 13
const MAX_TITLE = 20
const MAX_PAYLOAD = 1000

type LinkChoice = Exclude<Choice, ReplyChoice>

export type QuickReply =
  | { readonly content_type: 'text'; readonly title: string; readonly payload: string }
  | { readonly content_type: 'user_phone_number' }

type Button =
  | { readonly type: 'postback'; readonly title: string; readonly payload: string }
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
  | { readonly type: 'phone_number'; readonly title: string; readonly payload: string }

export function isReply(choice: Choice): choice is ReplyChoice {
  return choice.type === 'reply'
}

/** Whether a choice leads out of the chat: to an address or a phone number. */
export function isLink(choice: Choice): choice is LinkChoice {
  return choice.type !== 'reply'
}

/** Whether the platform would carry all of them as quick replies. */
function fitQuickReplies(replies: readonly ReplyChoice[]): boolean {
  return replies.length <= MAX_QUICK_REPLIES && replies.every(hasShortPayload)
}

/**
 * Whether the replies must also stand as numbered lines in the text: their whole labels would otherwise be nowhere to
 * read. Short ones need no lines; their numbers work all the same.
 */
export function needLines(replies: readonly ReplyChoice[]): boolean {
  return !fitQuickReplies(replies) || replies.some((reply) => lengthOf(reply.label) > MAX_TITLE)
}

/** Quick replies; with `numberFrom` each title begins with the number of its line, so that cut titles stay distinct. */
export function quickReplies(replies: readonly ReplyChoice[], numberFrom?: number): QuickReply[] {
  if (!fitQuickReplies(replies)) return []
  return replies.map(({ label, payload }, index) => ({
    content_type: 'text',
    title: cutAtWord(numberFrom === undefined ? label : numberedLine(label, numberFrom + index), MAX_TITLE),
    payload,
  }))
}

/** A template button; null for what the platform refuses: it takes web addresses and international numbers only. */
export function buttonOf(choice: Choice): Button | null {
  const title = cutAtWord(choice.label, MAX_TITLE)
  switch (choice.type) {
    case 'reply':
      return hasShortPayload(choice) ? { type: 'postback', title, payload: choice.payload } : null
    case 'url':
      return isWebAddress(choice.url) ? { type: 'web_url', title, url: choice.url } : null
    case 'phone': {
      const payload = internationalNumber(choice.phone)
      return payload === null ? null : { type: 'phone_number', title, payload }
    }
  }
}

/** The choices as lines of text: replies numbered from `firstNumber`, links and phones with their address. */
export function choiceLines(choices: readonly Choice[], firstNumber: number): string[] {
  let number = firstNumber
  return choices.map((choice) => {
    if (choice.type === 'reply') return numberedLine(choice.label, number++)
    return `${choice.label}: ${choice.type === 'url' ? choice.url : choice.phone}`
  })
}

function numberedLine(label: string, number: number): string {
  return `${number}. ${label}`
}

function hasShortPayload(reply: ReplyChoice): boolean {
  return reply.payload.length <= MAX_PAYLOAD
}

/** `+84…` of a Vietnamese number. Short service numbers such as 1022 have no international form. */
function internationalNumber(phone: string): string | null {
  const digits = phone.replace(/[\s().-]/g, '')
  if (/^\+\d{8,15}$/.test(digits)) return digits
  if (/^84\d{9,10}$/.test(digits)) return `+${digits}`
  return /^0\d{9,10}$/.test(digits) ? `+84${digits.slice(1)}` : null
}
