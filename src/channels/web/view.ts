import { z } from 'zod'
import type { RenderedPart } from '../../core/channel.ts'
import type { Choice, ListItem, Message } from '../../core/messages.ts'
import { isWebAddress } from '../../core/web-address.ts'

const choiceSchema = z.union([
  z.object({ label: z.string(), payload: z.string() }),
  z.object({ label: z.string(), url: z.string() }),
  z.object({ label: z.string(), phone: z.string() }),
])

const itemSchema = z.object({
  title: z.string(),
  subtitle: z.string().optional(),
  imageUrl: z.string().optional(),
  choices: z.array(choiceSchema),
})

const viewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), choices: z.array(choiceSchema) }),
  z.object({
    type: z.literal('list'),
    text: z.string(),
    items: z.array(itemSchema),
    choices: z.array(choiceSchema),
  }),
  z.object({ type: z.literal('image'), imageUrl: z.string(), alt: z.string(), choices: z.array(choiceSchema) }),
  z.object({ type: z.literal('file'), file: z.object({ url: z.string(), name: z.string() }) }),
])

/** A message as the chat page shows it. */
export type WebView = z.infer<typeof viewSchema>
export type WebChoice = z.infer<typeof choiceSchema>

/** The view that a stored part holds; null for a part that another version of the page wrote. */
export function readView(part: RenderedPart): WebView | null {
  const parsed = viewSchema.safeParse(part.body)
  return parsed.success ? parsed.data : null
}

/** `message` as the page shows it. A form is asked for in words: the page has no consent form of a platform. */
export function viewOf(message: Message): WebView {
  switch (message.type) {
    case 'text':
      return { type: 'text', ...textAndChoices(message.text, message.choices) }
    case 'list':
      return { type: 'list', ...textAndChoices(message.text, message.choices), items: message.items.map(itemOf) }
    case 'image':
      return imageOf(message.url, message.alt, message.choices)
    case 'file':
      return isWebAddress(message.url)
        ? { type: 'file', file: { url: message.url, name: message.name } }
        : { type: 'text', text: `${message.name}\n${message.url}`, choices: [] }
    case 'form_request':
      return { type: 'text', text: `${message.title}\n${message.text}`, choices: [] }
    case 'consent_request':
      return { type: 'text', text: message.title, choices: [] }
  }
}

/** Links that a browser must not open (anything but http and https) stand as words under the text. */
function textAndChoices(text: string, choices: readonly Choice[] = []): { text: string; choices: WebChoice[] } {
  const lines = choices.flatMap((choice) => (isForbiddenLink(choice) ? [`${choice.label}: ${choice.url}`] : []))
  return {
    text: [text, ...lines].join('\n'),
    choices: choices.filter((choice) => !isForbiddenLink(choice)).map(choiceOf),
  }
}

function isForbiddenLink(choice: Choice): choice is Extract<Choice, { type: 'url' }> {
  return choice.type === 'url' && !isWebAddress(choice.url)
}

function choiceOf(choice: Choice): WebChoice {
  switch (choice.type) {
    case 'reply':
      return { label: choice.label, payload: choice.payload }
    case 'url':
      return { label: choice.label, url: choice.url }
    case 'phone':
      return { label: choice.label, phone: choice.phone }
  }
}

function itemOf(item: ListItem) {
  const { text, choices } = textAndChoices(item.subtitle ?? '', item.choices)
  return {
    title: item.title,
    ...(text === '' ? {} : { subtitle: text.trim() }),
    ...(item.imageUrl !== undefined && isWebAddress(item.imageUrl) ? { imageUrl: item.imageUrl } : {}),
    choices,
  }
}

function imageOf(url: string, alt: string, choices: readonly Choice[] = []): WebView {
  const said = textAndChoices(alt, choices)
  return isWebAddress(url)
    ? { type: 'image', imageUrl: url, alt: said.text, choices: said.choices }
    : { type: 'text', ...said }
}
