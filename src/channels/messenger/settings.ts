import { z } from 'zod'
import type { Account, Pace } from '../../core/channel.ts'
import { accountIdOf, type ProvinceId } from '../../core/ids.ts'

/** One Facebook Page and the app that serves it. */
export interface MessengerAccount extends Account {
  readonly pageId: string
  readonly pageToken: string
  readonly appSecret: string
  /** Tells our own echoes from other apps'; where it is null the key in an echo's metadata alone does. */
  readonly appId: string | null
  readonly verifyToken: string
  /** For paid messages; null where the Page is not set up for them. */
  readonly paid: PaidSettings | null
}

/** Who pays for paid messages, and what one costs. */
export interface PaidSettings {
  readonly adAccount: string
  /** The message campaign with the budget. */
  readonly campaign: string
  readonly priceDong: number
}

/** What the platform takes a second a Page, and what we use of it by default: staff and other apps send too. */
const PLATFORM_SENDS_PER_SECOND = 300
const SENDS_PER_SECOND = 200
/** How many calls of one second may arrive only in the next, when something was held up on the way. */
const LATE_ARRIVALS = 64

/** Why text: YAML and JSON round numbers of more than 15 digits. */
function platformId(name: string, where: string) {
  const error = `${name} must be digits in quotes, such as "100200300400500": ${where}`
  return z.string({ error }).regex(/^\d{1,20}$/, { error })
}

function secret(name: string, where: string) {
  const error = `${name} must be text without spaces: ${where}`
  return z.string({ error }).regex(/^\S+$/, { error })
}

/** One Messenger account as it stands in the accounts file; unknown keys are refused so that a typing error is seen. */
export const messengerAccountSchema = z
  .strictObject({
    page_id: platformId('page_id', "the Page's About > Page transparency shows it."),
    page_token: secret('page_token', 'a Page access token; best from a system user of the business portfolio.'),
    app_secret: secret('app_secret', "the app's dashboard, App settings > Basic > App secret."),
    app_id: platformId('app_id', "the app's dashboard, App settings > Basic > App ID.").optional(),
    verify_token: secret('verify_token', 'choose one and enter the same in the webhook settings of the app.'),
    province: z
      .string({ error: 'province must name a folder of data/provinces, such as gia-lai.' })
      .regex(/^[a-z0-9-]+$/, { error: 'province must name a folder of data/provinces, such as gia-lai.' }),
    send_per_second: z
      .number({ error: 'send_per_second must be a number.' })
      .positive({ error: 'send_per_second must be above 0.' })
      .max(PLATFORM_SENDS_PER_SECOND, {
        error: `send_per_second must be at most ${PLATFORM_SENDS_PER_SECOND}, the platform's limit for a Page.`,
      })
      .default(SENDS_PER_SECOND),
    paid: z
      .strictObject({
        ad_account: platformId('paid.ad_account', "the number after act_ in Ads Manager's address."),
        campaign: platformId('paid.campaign', 'the id of a message campaign of this ad account, with a budget.'),
        price_dong: z
          .int({ error: 'paid.price_dong must be a whole number: what the last bill says a message costs.' })
          .positive({ error: 'paid.price_dong must be above 0: Meta charges for each message.' }),
      })
      .optional(),
  })
  .transform(
    (settings): MessengerAccount => ({
      id: accountIdOf('messenger', settings.page_id),
      province: settings.province as ProvinceId,
      pace: paceOf(settings.send_per_second),
      pageId: settings.page_id,
      pageToken: settings.page_token,
      appSecret: settings.app_secret,
      appId: settings.app_id ?? null,
      verifyToken: settings.verify_token,
      paid: settings.paid
        ? { adAccount: settings.paid.ad_account, campaign: settings.paid.campaign, priceDong: settings.paid.price_dong }
        : null,
    }),
  )

/**
 * Burst, stream and what comes late may fall into the same second: together they must stay within the platform's limit,
 * or it answers nothing for a minute.
 */
function paceOf(perSecond: number): Pace {
  const spare = PLATFORM_SENDS_PER_SECOND - LATE_ARRIVALS - perSecond
  return { perSecond, burst: Math.max(1, Math.floor(Math.min(perSecond, spare))) }
}
