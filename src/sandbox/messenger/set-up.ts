import { randomBytes } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { CallCounts } from '../call-counts.ts'
import { SentLog } from '../sent-log.ts'
import { createSequence } from '../sequence.ts'
import { noChaos } from './chaos.ts'
import { SUBSCRIPTION_FIELDS } from './events.ts'
import { MessengerFaults } from './faults.ts'
import { type FakeMessengerOptions, rulesOf } from './options.ts'
import { Page } from './page.ts'
import { MessengerRates } from './rates.ts'
import { createTemplate } from './utility-templates.ts'
import { MessengerWebhook } from './webhook.ts'
import type { World } from './world.ts'

const SENDS_PER_SECOND = 300
const KEPT_SENT = 10_000

/** All state of the fake platform, before it has a server. */
export interface MessengerState {
  readonly world: World
  readonly pages: readonly [Page, ...Page[]]
  /** Without an id the first Page; throws an `AppError` for one that is not there. */
  readonly pageOf: (pageId?: string) => Page
  readonly faults: MessengerFaults
  readonly calls: CallCounts
}

export function setUpMessenger(options: FakeMessengerOptions): MessengerState {
  const { clock, subscribedFields = SUBSCRIPTION_FIELDS } = options
  const sequence = createSequence()
  const midTail = randomBytes(45).toString('base64url')
  const chaos = noChaos()
  const faults = new MessengerFaults((pageId) => pageOf(pageId))
  const world: World = {
    clock,
    sequence,
    rules: rulesOf(options),
    rates: new MessengerRates(clock, options.sendsPerSecond ?? SENDS_PER_SECOND, () => faults.perMinute),
    sent: new SentLog(options.keepSent ?? KEPT_SENT, options.onSent),
    actions: [],
    webhook: new MessengerWebhook({
      clock,
      chaos,
      url: options.webhookUrl,
      speedUp: options.retrySpeedUp ?? 1,
      ...(options.answerDeadlineMs === undefined ? {} : { deadlineMs: options.answerDeadlineMs }),
      onUnsubscribed: () => {
        for (const page of pages) page.subscribedFields = new Set()
      },
    }),
    chaos,
    // Longer than 64 characters, as the real ones: no column may be too short for them.
    newMid: () => `m_${sequence.hex()}${midTail}`,
  }
  const [firstApp, ...otherApps] = options.pages
  const first = new Page(firstApp, world, subscribedFields)
  const pages: [Page, ...Page[]] = [first, ...otherApps.map((app) => new Page(app, world, subscribedFields))]
  const pageOf = (pageId: string = first.id): Page => {
    const page = pages.find((one) => one.id === pageId)
    if (page) return page
    throw new AppError('sandbox:unknown_page', `The fake Messenger has no Page ${pageId}: list it under "pages".`)
  }
  for (const page of pages)
    for (const template of options.utilityTemplates ?? []) createTemplate(page, template, sequence)
  return { world, pages, pageOf, faults, calls: new CallCounts() }
}
