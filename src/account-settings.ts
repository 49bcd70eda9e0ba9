import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type MessengerAccount, messengerAccountSchema } from './channels/messenger/settings.ts'
import { type ZaloAccount, zaloAccountSchema } from './channels/zalo-oa/settings.ts'
import { READ_ONCE } from './core/read-once.ts'
import { readYamlText } from './core/yaml-text.ts'
import type { Environment } from './environment.ts'

/** The names that are missing of a group of which one is given; each becomes a mistake. */
function missingOf(e: Environment, names: readonly (keyof Environment)[], mistakes: string[]): boolean {
  const missing = names.filter((name) => e[name] === undefined)
  if (missing.length === 0 || missing.length === names.length) return missing.length > 0
  for (const name of missing)
    mistakes.push(`${name}: is needed with ${names.filter((other) => !missing.includes(other)).join(', ')}`)
  return true
}

/** The Zalo account that the variables describe, if any; what is wrong with them is added to `mistakes`. */
export function zaloFromEnvironment(e: Environment, mistakes: string[]): ZaloAccount[] {
  missingOf(e, ['ZALO_ACCESS_TOKEN', 'ZALO_REFRESH_TOKEN'], mistakes)
  if (missingOf(e, ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET_KEY'], mistakes)) return []
  const entry = {
    oa_id: e.ZALO_OA_ID,
    app_id: e.ZALO_APP_ID,
    app_secret: e.ZALO_APP_SECRET,
    oa_secret_key: e.ZALO_OA_SECRET_KEY,
    access_token: e.ZALO_ACCESS_TOKEN,
    refresh_token: e.ZALO_REFRESH_TOKEN,
    send_path: e.ZALO_SEND_PATH,
    send_per_minute: e.ZALO_SEND_PER_MINUTE,
    province: e.PROVINCE,
  }
  return accountOf(zaloAccountSchema, entry, 'ZALO', mistakes)
}

/** The Page that the variables describe, if any; what is wrong with them is added to `mistakes`. */
export function messengerFromEnvironment(e: Environment, mistakes: string[]): MessengerAccount[] {
  if (
    missingOf(
      e,
      ['MESSENGER_PAGE_ID', 'MESSENGER_PAGE_TOKEN', 'MESSENGER_APP_SECRET', 'MESSENGER_VERIFY_TOKEN'],
      mistakes,
    )
  )
    return []
  const entry = {
    page_id: e.MESSENGER_PAGE_ID,
    page_token: e.MESSENGER_PAGE_TOKEN,
    app_secret: e.MESSENGER_APP_SECRET,
    verify_token: e.MESSENGER_VERIFY_TOKEN,
    send_per_second: e.MESSENGER_SEND_PER_SECOND,
    province: e.PROVINCE,
  }
  return accountOf(messengerAccountSchema, entry, 'MESSENGER', mistakes)
}

/** The account that the variables `<prefix>_…` describe; what is wrong with it is told by the variables' names. */
function accountOf<Schema extends z.ZodType>(
  schema: Schema,
  entry: object,
  prefix: string,
  mistakes: string[],
): z.infer<Schema>[] {
  const parsed = schema.safeParse(entry, READ_ONCE)
  if (parsed.success) return [parsed.data]
  for (const issue of parsed.error.issues)
    mistakes.push(`${prefix}_${issue.path.join('_').toUpperCase()}: ${issue.message}`)
  return []
}

const accountsFileSchema = z.strictObject({
  zalo: z.array(zaloAccountSchema).default([]),
  messenger: z.array(messengerAccountSchema).default([]),
})

/** Stands on both sides of a secret's name while the YAML is parsed: `${…}` would mean something within `{ … }`. */
const MARK = '⁂'
const MARKED = new RegExp(`${MARK}(\\w+)${MARK}`, 'g')

/**
 * Adds the accounts of a YAML file, listed by platform or in one list, in which secrets stand as `${NAME}` and come from the
 * environment; what is wrong with it is added to `mistakes`.
 */
export function readAccountsFile(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  into: { zaloAccounts: ZaloAccount[]; messengerAccounts: MessengerAccount[] },
  mistakes: string[],
): void {
  let raw: unknown
  try {
    const secretOf = (_: string, name: string) => {
      const value = env[name]
      if (value === undefined) mistakes.push(`ACCOUNTS_FILE: ${path} uses \${${name}}, which is not set`)
      return value ?? ''
    }
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
    const marked = text.replace(/\$\{(\w+)\}/g, `${MARK}$1${MARK}`)
    const { value, errors } = readYamlText(marked)
    const [error] = errors
    if (error) throw new Error(`line ${error.line}: ${error.message}`)
    raw = byPlatform(withEachText(value, (said) => said.replace(MARKED, secretOf)))
  } catch (error) {
    mistakes.push(`ACCOUNTS_FILE: ${path} cannot be read: ${(error as Error).message}`)
    return
  }
  const parsed = accountsFileSchema.safeParse(raw, READ_ONCE)
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      mistakes.push(`ACCOUNTS_FILE: ${path}: ${issue.path.join('.')}: ${issue.message}`)
    return
  }
  // Taken for a sandbox, a server that ought to be real would answer people without reaching them.
  if (parsed.data.zalo.length + parsed.data.messenger.length === 0)
    mistakes.push(`ACCOUNTS_FILE: ${path} names no account: add one, or take the variable out`)
  into.zaloAccounts.push(...parsed.data.zalo)
  into.messengerAccounts.push(...parsed.data.messenger)
  const ids = [...into.zaloAccounts, ...into.messengerAccounts].map((account) => account.id)
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index)))
    mistakes.push(`ACCOUNTS_FILE: ${path}: ${id} is named twice`)
}

/** One plain list sorts itself: a Page has a `page_id`. */
function byPlatform(raw: unknown): unknown {
  if (!Array.isArray(raw)) return raw ?? {}
  const isPage = (entry: unknown) => typeof entry === 'object' && entry !== null && 'page_id' in entry
  return { zalo: raw.filter((entry) => !isPage(entry)), messenger: raw.filter(isPage) }
}

/** A value of a YAML file with each text in it put otherwise. */
function withEachText(value: unknown, put: (text: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? put(part) : part))
}
