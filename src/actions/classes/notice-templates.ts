import { fillTemplate } from '../../broadcasts/approved-templates.ts'
import { listPlatformTemplates } from '../../broadcasts/platform-templates.store.ts'
import type { Channel, RenderedPart } from '../../core/channel.ts'
import { type AccountId, accountOf, type ContactId, channelOf } from '../../core/ids.ts'
import type { Db } from '../../db/open.ts'
import type { NoticeKind, NoticeSettings } from './notice-settings.ts'

/** A template that the platform approved, filled in for one person. */
export interface FilledTemplate {
  /** Whether it may go to the person, and its own price in đồng where the platform names one. */
  readonly toPerson: { readonly priceDong: number | null } | null
  /** The same for a phone number. */
  readonly toPhone: { readonly priceDong: number | null } | null
  /** The call that sends it: to a phone number (`84…`) where one is given. */
  render(phone?: string): RenderedPart
}

/** The templates that platforms approved for notices. */
export interface NoticeTemplates {
  /** null where the account has none for that kind, or a value does not suit it. */
  find(contact: ContactId, kind: NoticeKind, values: Readonly<Record<string, string>>): FilledTemplate | null
}

/** Where no platform approved any. */
export async function noTemplates(): Promise<NoticeTemplates> {
  return { find: () => null }
}

/** The approved templates of all accounts as they were last asked for; to be read anew for each round of notices. */
export async function readNoticeTemplates(
  db: Db,
  accounts: ReadonlyMap<AccountId, { readonly channel: Pick<Channel, 'approved'> }>,
  settings: Pick<NoticeSettings, 'templates'>,
): Promise<NoticeTemplates> {
  const stored = await listPlatformTemplates(db)
  const usable = Map.groupBy(
    stored.filter(({ template }) => template.status === 'approved'),
    ({ account }) => account,
  )
  return {
    find(contact, kind, named) {
      const account = accountOf(contact)
      const use = settings.templates[channelOf(account)]?.[kind]
      const approved = accounts.get(account)?.channel.approved
      const template = usable
        .get(account)
        ?.map((one) => one.template)
        .find(({ id, title }) => id === use?.name || title === use?.name)
      if (!use || !approved || !template) return null
      const { values, mistakes } = fillTemplate(template, use.values, named)
      if (mistakes.length > 0) return null
      const { toPerson, toPhone } = template
      const render = (phone?: string) =>
        approved.renderTemplate({ template, values, ...(phone === undefined ? {} : { phone }) })
      return { toPerson, toPhone, render }
    },
  }
}
