import { vietnamDate } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { type AccountId, channelOf, type ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { fillTemplate } from './approved-templates.ts'
import { type AudienceAccount, accountsFor } from './audience.store.ts'
import type { Broadcast } from './broadcast.ts'
import { knownValues } from './content.ts'
import { listEntries } from './phone-list.store.ts'
import { listPlatformTemplates, type StoredTemplate } from './platform-templates.store.ts'

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
 * What stands against the templates and the article of a broadcast, a sentence for each: a template that is not there, not
 * approved or of the other kind, a parameter that is missing, too long or of another type, by its name. Of a list of
 * phones every row is tried.
 */
export async function findTemplateMistakes(options: CheckOptions, broadcast: Checked, now: number): Promise<string[]> {
  const accounts = accountsFor(broadcast, options.accounts)
  const templates = broadcast.content.approved ? await listPlatformTemplates(options.db, accounts) : []
  const mistakes = [...articleMistakes(broadcast)]
  for (const account of accounts) {
    mistakes.push(...(await mistakesOf(options, broadcast, account, templates, now)))
    if (mistakes.length >= MAX_SHOWN) break
  }
  return mistakes.slice(0, MAX_SHOWN)
}

/** Throws an `AppError` that says all that `findTemplateMistakes` found. */
export async function checkTemplates(options: CheckOptions, broadcast: Checked, now: number): Promise<void> {
  const mistakes = await findTemplateMistakes(options, broadcast, now)
  if (mistakes.length > 0) throw new AppError('platform_template', mistakes.join('\n'))
}

function* articleMistakes({ content, segment }: Checked): Generator<string> {
  const { communes, seen_within_days: seen, new_within_days: fresh, phone_list: phones } = segment
  if (content.article && (communes ?? seen ?? fresh ?? phones) !== undefined)
    yield 'An article goes to all followers: leave communes, days and lists of phones out of the segment.'
}

async function mistakesOf(
  { db, sealer, provinces }: CheckOptions,
  { content, segment, province }: Checked,
  account: AccountId,
  templates: readonly StoredTemplate[],
  now: number,
): Promise<string[]> {
  const channel = channelOf(account)
  const use = content.approved?.[channel]
  const entries = segment.phone_list ? await listEntries(db, sealer, segment.phone_list, account) : null
  if (!use)
    return entries && entries.length > 0
      ? [`${account}: phone numbers can only be sent a template: name one under content.approved.`]
      : []
  const template = templates.find((one) => one.account === account && one.template.id === use.template)?.template
  if (!template)
    return [`${account} has no template ${use.template}: "broadcasts templates --sync" asks the platform anew.`]
  if (entries === null && template.toPerson === null)
    return [`${account}: the template ${template.id} can be sent to phone numbers alone: see "broadcasts phones".`]
  if (entries !== null && entries.length > 0 && template.toPhone === null)
    return [`${account}: the template ${template.id} cannot be sent to phone numbers.`]
  const setting = { channel, province: provinceOrThrow(provinces, province), date: vietnamDate(now) }
  const named = { ...knownValues(setting), ...content.values }
  const rows = entries ?? [{ row: null, values: {} }]
  return rows.flatMap(({ row, values }) => {
    const where = row === null ? account : `${account}, row ${row}`
    return fillTemplate(template, use.values, { ...named, ...values }).mistakes.map(
      ({ message }) => `${where}: ${message}`,
    )
  })
}
