import { lengthOf } from '../../core/text-length.ts'
import { cutAtWord } from '../text-limits.ts'
import type { Button, DefaultAction } from './buttons.ts'

/** Zalo's limits of a list template and of the contact form. */
export const MAX_ELEMENTS = 5
const MAX_TITLE = 100
const MAX_SUBTITLE = 500

export interface Element {
  readonly title: string
  readonly subtitle?: string
  readonly image_url?: string
  readonly default_action?: DefaultAction
}

/** Zalo requires a subtitle of a list's first element, and white space alone is none. */
const NO_SUBTITLE = '👇'

export function listBody(elements: readonly Element[], buttons: readonly Button[]) {
  const [first, ...rest] = elements
  const withSubtitle = first === undefined ? [] : [{ ...first, subtitle: first.subtitle ?? NO_SUBTITLE }, ...rest]
  return templateBody({ template_type: 'list', elements: withSubtitle, ...(buttons.length > 0 && { buttons }) })
}

/** One image by its address (jpg or png, 1 MB), with an optional text. */
export function imageBody(url: string, caption: string | null) {
  const { message } = templateBody({ template_type: 'media', elements: [{ media_type: 'image', url }] })
  return { message: { ...(caption !== null && { text: caption }), ...message } }
}

/** Zalo's own form for name, phone and address; the answer comes as `user_submit_info`. */
export function formBody(title: string, subtitle: string, imageUrl: string) {
  const element = { ...elementOf(title, subtitle), image_url: imageUrl }
  return templateBody({ template_type: 'request_user_info', elements: [element] })
}

/** An element of a list, its texts cut to the platform's limits. */
export function elementOf(title: string, subtitle?: string): Element {
  return {
    title: cutAtWord(title, MAX_TITLE),
    ...(subtitle !== undefined && subtitle.trim() !== '' && { subtitle: cutAtWord(subtitle, MAX_SUBTITLE) }),
  }
}

/** A text as the heading of a list: its first line, or as many whole sentences as a title holds. Null when it does not fit. */
export function headingOf(text: string): Element | null {
  const whole = text.normalize('NFC').trim()
  const line = whole.split('\n', 1)[0] ?? ''
  const title = lengthOf(line) <= MAX_TITLE ? line : wholeSentences(line)
  const subtitle = whole.slice(title.length).trim()
  return title === '' || lengthOf(subtitle) > MAX_SUBTITLE ? null : elementOf(title, subtitle)
}

function wholeSentences(line: string): string {
  let title = ''
  for (const { index } of line.matchAll(/[.!?…](?=\s)/g)) {
    const sentences = line.slice(0, index + 1)
    if (lengthOf(sentences) <= MAX_TITLE) title = sentences
  }
  return title
}

function templateBody(payload: object) {
  return { message: { attachment: { type: 'template', payload } } }
}
