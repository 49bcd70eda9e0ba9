import { z } from 'zod'
import { SEND_FAILURES } from '../core/channel.ts'
import { readYaml } from '../core/read-yaml.ts'

const text = z.string().min(1)
const reason = z.strictObject({ why: text, cure: text })

const consoleTextsSchema = z.strictObject({
  title: text,
  product: text,
  trial: z.strictObject({ heading: text, text }),
  nav: z.strictObject({
    label: text,
    overview: text,
    sent: text,
    failures: text,
    requests: text,
    chat: text,
    logout: text,
  }),
  login: z.strictObject({ heading: text, password: text, submit: text, wrong: text, too_many: text, expired: text }),
  refused: z.strictObject({ heading: text, text, back: text }),
  ages: z.strictObject({ seconds: text, minutes: text, hours: text, days: text }),
  overview: z.strictObject({
    heading: text,
    refreshed: text,
    events: text,
    messages: text,
    failures: text,
    requests: text,
    set_aside: text,
    none: text,
    oldest: text,
    accounts: text,
    account: text,
    province: text,
    waiting_events: text,
    waiting_messages: text,
    dead: text,
    token: text,
    tokens: z.strictObject({ none: text, first: text, valid: text, expired: text, dead: text }),
    recent: text,
    no_recent: text,
    all_failures: text,
  }),
  sent: z.strictObject({
    heading: text,
    lead: text,
    empty: text,
    to: text,
    platforms: z.strictObject({ 'zalo-oa': text, messenger: text }),
  }),
  failures: z.strictObject({
    heading: text,
    lead: text,
    empty: text,
    choose: text,
    resend: text,
    resent: text,
    none_chosen: text,
    show: text,
    no_words: text,
    gone: text,
    older: text,
    purposes: z.strictObject({ reply: text, broadcast: text }),
    attempts: text,
    code: text,
    reasons: z.record(z.enum(SEND_FAILURES), reason),
    other_reason: reason,
  }),
  requests: z.strictObject({
    heading: text,
    lead: text,
    empty: text,
    no_question: text,
    asked: text,
    waiting: text,
    due: text,
    holder: text,
    admin: text,
    elsewhere: text,
    states: z.strictObject({ waiting: text, taken: text, answered: text }),
    levels: z.strictObject({ commune: text, officer: text, admin: text }),
    take: text,
    reply: text,
    send: text,
    close: text,
    notices: z.strictObject({
      taken: text,
      yours: text,
      held: text,
      answered: text,
      answer_held: text,
      repeated: text,
      empty: text,
      done: text,
      closed: text,
      unknown: text,
    }),
  }),
})

/** All that the console says to officers. */
export type ConsoleTexts = z.infer<typeof consoleTextsSchema>

/** Reads `data/messages/console.yaml`. Throws an `AppError` that names what is missing or unknown. */
export function readConsoleTexts(path: string): ConsoleTexts {
  return readYaml(path, consoleTextsSchema)
}
