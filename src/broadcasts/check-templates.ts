import { vietnamDate } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { type AccountId, channelOf, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { fillTemplate } from './approved-templates.ts'
import { type AudienceAccount, accountsFor } from './audience-accounts.ts'
import type { Broadcast } from './broadcast.ts'
import { knownValues } from './content.ts'
import { listEntries } from './phone-list.store.ts'
import { listPlatformTemplates, type StoredTemplate } from './platform-templates.store.ts'
import { type PlacedMistake, sentenceOf, type TemplateMistakeCode } from './template-mistakes.ts'

/** More say nothing new to whoever mends a list. */
const MAX_SHOWN = 50

export interface CheckOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly accounts: readonly AudienceAccount[]
  readonly provinces: ReadonlyMap<ProvinceId, Province>
}

type Checked = Pick<Broadcast, 'content' | 'segment' | 'province'>

/**
 * What stands against the templates and the article of a broadcast: a template that is not there, not approved or of the
 * other kind, a parameter that is missing, too long or of another type, by its name. Of a list of phones every row is
 * tried.
 */
export async function findTemplateMistakes(
  options: CheckOptions,
  broadcast: Checked,
  now: number,
): Promise<PlacedMistake[]> {
  const accounts = accountsFor(broadcast, options.accounts)
  const templates = broadcast.content.approved ? await listPlatformTemplates(options.db, accounts) : []
  const mistakes: PlacedMistake[] = isArticleForSome(broadcast)
    ? [{ code: 'article_for_all', values: {}, account: null, row: null }]
    : []
  for (const account of accounts) {
    mistakes.push(...(await mistakesOf(options, broadcast, account, templates, now)))
    if (mistakes.length >= MAX_SHOWN) break
  }
  return mistakes.slice(0, MAX_SHOWN)
}

/** Throws an `AppError` that says all that `findTemplateMistakes` found. */
export async function checkTemplates(options: CheckOptions, broadcast: Checked, now: number): Promise<void> {
  const mistakes = await findTemplateMistakes(options, broadcast, now)
  if (mistakes.length > 0) throw new AppError('platform_template', mistakes.map(sentenceOf).join('\n'))
}

function isArticleForSome({ content, segment }: Checked): boolean {
  const { communes, seen_within_days: seen, new_within_days: fresh, phone_list: phones } = segment
  const { classes, attended, corrects } = segment
  const part = communes ?? seen ?? fresh ?? phones ?? classes ?? attended ?? corrects
  return content.article !== undefined && part !== undefined
}

async function mistakesOf(
  { db, sealer, provinces }: CheckOptions,
  { content, segment, province }: Checked,
  account: AccountId,
  templates: readonly StoredTemplate[],
  now: number,
): Promise<PlacedMistake[]> {
  const channel = channelOf(account)
  const use = content.approved?.[channel]
  const entries = segment.phone_list ? await listEntries(db, sealer, segment.phone_list, account) : null
  const only = (code: TemplateMistakeCode): PlacedMistake[] => {
    return [{ code, values: { template: use?.template ?? '' }, account, row: null }]
  }
  if (!use) return entries && entries.length > 0 ? only('phones_need_template') : []
  const template = templates.find((one) => one.account === account && one.template.id === use.template)?.template
  if (!template) return only('no_such_template')
  if (entries === null && template.toPerson === null) return only('phones_only')
  if (entries !== null && entries.length > 0 && template.toPhone === null) return only('not_for_phones')
  const setting = { channel, province: provinceOrThrow(provinces, province), date: vietnamDate(now) }
  const named = { ...knownValues(setting), ...content.values }
  return (entries ?? [{ row: null, values: {} }]).flatMap(({ row, values }) =>
    fillTemplate(template, use.values, { ...named, ...values }).mistakes.map((one) => ({ ...one, account, row })),
  )
}
