import type { Article, PlatformTemplate, RenderedPart } from '../core/channel.ts'
import { vietnamDate } from '../core/clock.ts'
import type { AccountId } from '../core/ids.ts'
import { provinceOrThrow } from '../places/provinces.ts'
import type { Broadcast } from './broadcast.ts'
import { messageOf, type Setting } from './content.ts'
import { articleOf, templateValues } from './offers.ts'
import type { PhoneEntry } from './phone-list.store.ts'
import type { PlacingOptions } from './place.ts'
import type { SendingPlan } from './plan-sending.ts'

/** The calls that say a broadcast on one account. */
export type PartsOf = (account: AccountId) => readonly RenderedPart[]

/** A broadcast as each account's channel puts it. */
export interface Renderer {
  readonly message: PartsOf
  /** Null where a value does not suit the template, as one of a list of phones may not. */
  template(
    account: AccountId,
    template: PlatformTemplate,
    entry: PhoneEntry | undefined,
  ): readonly RenderedPart[] | null
  article(account: AccountId): Article | null
  /** Null where the message does not fit into a paid one. */
  paid(account: AccountId, token: string): readonly RenderedPart[] | null
}

/** Renders a broadcast through each account's own channel; the message once an account. */
export function rendererOf(
  { accounts, provinces }: Pick<PlacingOptions, 'accounts' | 'provinces'>,
  { content }: Pick<Broadcast, 'content'>,
  dueAt: number,
): Renderer {
  const rendered = new Map<AccountId, readonly RenderedPart[]>()
  const accountOrThrow = (id: AccountId) => {
    const account = accounts.get(id)
    if (!account) throw new Error(`the account ${id} is not among those that send`)
    return account
  }
  const settingOf = (id: AccountId): Setting => {
    const { channel, province } = accountOrThrow(id)
    return { channel: channel.type, province: provinceOrThrow(provinces, province), date: vietnamDate(dueAt) }
  }
  return {
    message(id) {
      const known = rendered.get(id)
      if (known) return known
      const parts = accountOrThrow(id).channel.render(messageOf(content, settingOf(id)))
      rendered.set(id, parts)
      return parts
    },
    template(id, template, entry) {
      const values = templateValues(content, template, settingOf(id), entry?.values)
      const { approved } = accountOrThrow(id).channel
      if (values === null || !approved) return null
      return [approved.renderTemplate({ template, values, ...(entry && { phone: entry.phone }) })]
    },
    article: (id) => articleOf(content, settingOf(id)),
    paid(id, token) {
      const part = accountOrThrow(id).channel.approved?.paid?.render(messageOf(content, settingOf(id)), token)
      return part ? [part] : null
    },
  }
}

/** What the calls of one message need besides the broadcast, each for the ways that use it. */
export interface Ingredients {
  readonly template: PlatformTemplate | null
  readonly token?: string | undefined
  readonly entry?: PhoneEntry | undefined
}

/** The calls of one planned message; none for an article, which goes out by itself; null where it cannot be put together. */
export function partsOf(
  renderer: Renderer,
  account: AccountId,
  plan: Extract<SendingPlan, { type: 'send' }>,
  { template, token, entry }: Ingredients,
): readonly RenderedPart[] | null {
  switch (plan.carries) {
    case 'message':
      return renderer.message(account)
    case 'article':
      return []
    case 'paid_message':
      return token === undefined ? null : renderer.paid(account, token)
    case 'template':
    case 'template_by_phone':
      return template && renderer.template(account, template, entry)
  }
}
