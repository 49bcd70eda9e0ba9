import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'

const text = z.string().min(1)

const chatTextsSchema = z.strictObject({
  assistant: text,
  title: text,
  tagline: text,
  trial: z.strictObject({ heading: text, text }),
  options: z.strictObject({
    heading: text,
    province: text,
    look: text,
    zalo: text,
    messenger: text,
    reset: text,
    reset_confirm: text,
  }),
  welcome: z.strictObject({ heading: text, text, samples: z.array(text).min(1).max(4) }),
  log: text,
  person: text,
  composer: text,
  placeholder: text,
  send: text,
  typing: text,
  newer: text,
  status: z.strictObject({ sending: text, sent: text, failed: text, retry: text }),
  file: text,
  open_file: text,
  new_tab: text,
  offline: text,
  noscript: text,
  errors: z.strictObject({
    empty: text,
    too_long: text,
    wrong: text,
    visitor: text,
    cross_site: text,
    too_fast: text,
    busy: text,
    too_many_pages: text,
  }),
})

/** All that the chat page says to a person. */
export type ChatTexts = z.infer<typeof chatTextsSchema>
export type ChatError = keyof ChatTexts['errors']

/** Reads `data/messages/chat.yaml`. Throws an `AppError` that names what is missing or unknown. */
export function readChatTexts(path: string): ChatTexts {
  return readYaml(path, chatTextsSchema)
}
