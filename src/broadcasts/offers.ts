import type { Article, PlatformTemplate } from '../core/channel.ts'
import { vietnamDate } from '../core/clock.ts'
import { type AccountId, channelOf, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { fillTemplate } from './approved-templates.ts'
import { countArticlesThisMonth } from './article.store.ts'
import type { AudienceNeeds } from './audience.store.ts'
import type { AudienceAccount } from './audience-accounts.ts'
import type { Broadcast } from './broadcast.ts'
import type { RunId } from './broadcasts.schema.ts'
import { type Content, knownValues, messageOf, type Setting } from './content.ts'
import type { Offer } from './plan-sending.ts'
import { listPlatformTemplates } from './platform-templates.store.ts'
import type { Carried, SendingRules } from './rules.ts'

/** What an account can send of a broadcast: as the planner sees it, and the template itself. */
export interface AccountOffer extends Offer {
  readonly template: PlatformTemplate | null
}

export interface OfferTerms {
  readonly rules: Pick<SendingRules, 'waysOf'>
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly run: RunId | null
  readonly now: number
}

/**
 * What each account has to send of a broadcast at `now`: its text, and what its platform has approved of the rest. `run`
 * is that under way, whose own article does not count against itself.
 */
export async function offersFor(
  db: Db,
  { content }: Pick<Broadcast, 'content'>,
  audience: readonly AudienceAccount[],
  { rules, provinces, run, now }: OfferTerms,
): Promise<ReadonlyMap<AccountId, AccountOffer>> {
  const accounts = audience.map(({ id }) => id)
  const templates = content.approved ? await listPlatformTemplates(db, accounts) : []
  const articles = content.article ? await countArticlesThisMonth(db, accounts, run, now) : new Map<AccountId, number>()
  return new Map(
    audience.map(({ id: account, province: provinceId, paid }) => {
      const channel = channelOf(account)
      const named = content.approved?.[channel]?.template
      const template = templates.find((one) => one.account === account && one.template.id === named)?.template ?? null
      const usable = template?.status === 'approved' ? template : null
      const way = rules.waysOf(channel, now).find(({ carries }) => carries === 'article')
      const hasArticle = content.article && way && (articles.get(account) ?? 0) < (way.per_month ?? Infinity)
      const setting = { channel, province: provinceOrThrow(provinces, provinceId), date: vietnamDate(now) }
      const paidDong = paid?.render(messageOf(content, setting), '') ? paid.priceDong(account) : null
      const carries = new Set<Carried>([
        'message',
        ...(usable?.toPerson ? (['template'] as const) : []),
        ...(usable?.toPhone ? (['template_by_phone'] as const) : []),
        ...(hasArticle ? (['article'] as const) : []),
        ...(paidDong === null ? [] : (['paid_message'] as const)),
      ])
      const person = usable?.toPerson?.priceDong ?? null
      const phone = usable?.toPhone?.priceDong ?? null
      const pricesDong = {
        ...(person !== null && { template: person }),
        ...(phone !== null && { template_by_phone: phone }),
        ...(paidDong !== null && { paid_message: paidDong }),
      }
      return [account, { carries, pricesDong, template: usable }] as const
    }),
  )
}

/** What must be known of people to choose among the ways of some offers. */
export function needsOf(
  offers: ReadonlyMap<AccountId, Offer>,
  rules: Pick<SendingRules, 'waysOf'>,
  now: number,
): AudienceNeeds {
  const all = [...offers]
  return {
    window: all.some(([account]) => rules.waysOf(channelOf(account), now).some((way) => way.per_window !== undefined)),
    follows: all.some(([, { carries }]) => carries.has('article')),
    consents: all.some(([, { carries }]) => carries.has('paid_message')),
  }
}

/** What a template's parameters get for one account and, of a list of phones, one entry; null where it cannot be sent. */
export function templateValues(
  content: Content,
  template: PlatformTemplate,
  setting: Setting,
  own: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> | null {
  const uses = content.approved?.[setting.channel]?.values ?? {}
  const { values, mistakes } = fillTemplate(template, uses, { ...knownValues(setting), ...content.values, ...own })
  return mistakes.length === 0 ? values : null
}

/** A broadcast's article as it goes to the followers of an account; null when it has none. */
export function articleOf(content: Content, setting: Setting): Article | null {
  if (!content.article) return null
  const message = messageOf({ ...content, buttons: [] }, setting)
  const { title, description, cover_url: coverUrl } = content.article
  return {
    title,
    author: setting.province.name,
    description,
    coverUrl,
    text: message.type === 'text' ? message.text : title,
  }
}
