import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { type MessengerAccount, messengerAccountSchema } from './channels/messenger/settings.ts'
import { type ZaloAccount, zaloAccountSchema } from './channels/zalo-oa/settings.ts'
import { AppError } from './core/errors.ts'
import type { ProvinceId } from './core/ids.ts'

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an origin such as https://openapi.zalo.me' })
  .transform((text) => text.replace(/\/+$/, ''))
const text = z.string().trim().min(1).optional()
const perUnit = z.coerce.number().positive({ error: 'must be a number above 0' }).optional()

/** Every variable the system reads; `.env.example` is checked against it. An empty value counts as none. */
export const environmentSchema = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: origin.optional(),
  TRUSTED_PROXIES: z.coerce
    .number({ error: 'must be how many proxies stand before this server' })
    .int()
    .min(0)
    .max(10)
    .default(0),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, {
      error: 'must be file:<path> or postgres://user:password@host/database',
    })
    .default('file:var/gan-dan.db'),
  PROVINCE: z
    .string()
    .regex(/^[a-z-]+$/, { error: 'must be a province of data/provinces, such as gia-lai' })
    .default('gia-lai'),
  ZALO_APP_ID: text,
  ZALO_APP_SECRET: text,
  ZALO_OA_ID: text,
  ZALO_OA_SECRET_KEY: text,
  ZALO_ACCESS_TOKEN: text,
  ZALO_REFRESH_TOKEN: text,
  ZALO_SEND_PATH: z.enum(['v3', 'v2'], { error: 'must be v3, or v2 for state-agency OAs that need it' }).default('v3'),
  ZALO_SEND_PER_MINUTE: perUnit,
  ZALO_API_URL: origin.default('https://openapi.zalo.me'),
  ZALO_OAUTH_URL: origin.default('https://oauth.zaloapp.com'),
  ZALO_BUSINESS_URL: origin.default('https://business.openapi.zalo.me'),
  ZALO_PERSONAL: z.enum(['off', 'on'], { error: 'must be off, or on to post into Zalo groups' }).default('off'),
  MESSENGER_PAGE_ID: text,
  MESSENGER_PAGE_TOKEN: text,
  MESSENGER_APP_SECRET: text,
  MESSENGER_VERIFY_TOKEN: text,
  MESSENGER_SEND_PER_SECOND: perUnit,
  MESSENGER_API_URL: origin.default('https://graph.facebook.com'),
  ACCOUNTS_FILE: text,
  DATA_KEY: z
    .string()
    .refine((key) => Buffer.from(key, 'base64').length === 32, {
      error: 'must be 32 bytes in base64: make one with `openssl rand -base64 32`',
    })
    .optional(),
  CONSOLE_ADMIN_PASSWORD: z.string().min(12, { error: 'must have at least 12 characters' }).optional(),
  LLM_BASE_URL: origin.optional(),
  LLM_API_KEY: text,
  LLM_MODEL: text,
  FAKE_NOW: z.iso
    .datetime({ offset: true, error: 'must be an ISO time with its zone, such as 2026-10-05T07:00:00+07:00' })
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: text,
  NODE_ENV: text,
})
type Environment = z.infer<typeof environmentSchema>

/** All that the system is told from outside, judged whole and frozen. */
export interface Config {
  readonly port: number
  readonly host: string
  /** null: http://localhost and the port it listens on. */
  readonly publicUrl: string | null
  /** How many proxies of ours every request passes: the last so many names of X-Forwarded-For are theirs. */
  readonly trustedProxies: number
  readonly databaseUrl: string
  readonly province: ProvinceId
  readonly zalo: {
    readonly accounts: readonly ZaloAccount[]
    readonly apiUrl: string
    readonly oauthUrl: string
    readonly businessUrl: string
  }
  /** Whether a personal account may post into Zalo groups, through an unofficial library. */
  readonly zaloPersonal: boolean
  readonly messenger: { readonly accounts: readonly MessengerAccount[]; readonly apiUrl: string }
  /** No account of a real platform: everything goes to the built-in fake one. */
  readonly sandbox: boolean
  readonly dataKey: Buffer | null
  readonly consoleAdminPassword: string | null
  readonly llm: { readonly baseUrl: string; readonly apiKey: string | null; readonly model: string } | null
  /** UTC ms at which the clock starts. */
  readonly fakeNow: number | null
  readonly logLevel: Environment['LOG_LEVEL']
  readonly metricsToken: string | null
}

/**
 * Reads the environment (and the accounts file it names). Throws one `AppError` that lists every mistake, each with the
 * variable's name and the cure.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success)
    throw wrongSettings(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const e = parsed.data
  const mistakes: string[] = []
  const zaloAccounts = zaloFromEnvironment(e, mistakes)
  const messengerAccounts = messengerFromEnvironment(e, mistakes)
  if (e.ACCOUNTS_FILE) readAccountsFile(e.ACCOUNTS_FILE, given, { zaloAccounts, messengerAccounts }, mistakes)
  const sandbox = zaloAccounts.length + messengerAccounts.length === 0
  checkTogether(e, sandbox, mistakes)
  if (mistakes.length > 0) throw wrongSettings(mistakes)
  return Object.freeze({
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL ?? null,
    trustedProxies: e.TRUSTED_PROXIES,
    databaseUrl: e.DATABASE_URL,
    province: e.PROVINCE as ProvinceId,
    zalo: {
      accounts: zaloAccounts,
      apiUrl: e.ZALO_API_URL,
      oauthUrl: e.ZALO_OAUTH_URL,
      businessUrl: e.ZALO_BUSINESS_URL,
    },
    zaloPersonal: e.ZALO_PERSONAL === 'on',
    messenger: { accounts: messengerAccounts, apiUrl: e.MESSENGER_API_URL },
    sandbox,
    dataKey: e.DATA_KEY ? Buffer.from(e.DATA_KEY, 'base64') : null,
    consoleAdminPassword: e.CONSOLE_ADMIN_PASSWORD ?? null,
    llm:
      e.LLM_BASE_URL && e.LLM_MODEL
        ? { baseUrl: e.LLM_BASE_URL, apiKey: e.LLM_API_KEY ?? null, model: e.LLM_MODEL }
        : null,
    fakeNow: e.FAKE_NOW ? Date.parse(e.FAKE_NOW) : null,
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN ?? null,
  })
}

function wrongSettings(mistakes: readonly string[]): AppError {
  return new AppError(
    'config',
    `The settings are wrong (see .env.example):\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
  )
}

/** What no single variable can say by itself. */
function checkTogether(e: Environment, sandbox: boolean, mistakes: string[]): void {
  if (!sandbox && !e.DATA_KEY)
    mistakes.push('DATA_KEY: is needed with a real account: make one with `openssl rand -base64 32` and keep it safe')
  if (!sandbox && !e.CONSOLE_ADMIN_PASSWORD)
    mistakes.push('CONSOLE_ADMIN_PASSWORD: is needed with a real account: at least 12 characters')
  if (e.FAKE_NOW && e.NODE_ENV === 'production')
    mistakes.push('FAKE_NOW: is refused with NODE_ENV=production: take it out')
  if (!e.LLM_BASE_URL && (e.LLM_MODEL || e.LLM_API_KEY))
    mistakes.push('LLM_BASE_URL: is needed with LLM_MODEL and LLM_API_KEY: the address of the endpoint, with its /v1')
  if (e.LLM_BASE_URL && !e.LLM_MODEL) mistakes.push('LLM_MODEL: is needed with LLM_BASE_URL: name the model to ask')
}

/** The names that are missing of a group of which one is given; each becomes a mistake. */
function missingOf(e: Environment, names: readonly (keyof Environment)[], mistakes: string[]): boolean {
  const missing = names.filter((name) => e[name] === undefined)
  if (missing.length === 0 || missing.length === names.length) return missing.length > 0
  for (const name of missing)
    mistakes.push(`${name}: is needed with ${names.filter((other) => !missing.includes(other)).join(', ')}`)
  return true
}

function zaloFromEnvironment(e: Environment, mistakes: string[]): ZaloAccount[] {
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

function messengerFromEnvironment(e: Environment, mistakes: string[]): MessengerAccount[] {
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
  const parsed = schema.safeParse(entry)
  if (parsed.success) return [parsed.data]
  for (const issue of parsed.error.issues)
    mistakes.push(`${prefix}_${issue.path.join('_').toUpperCase()}: ${issue.message}`)
  return []
}

const accountsFileSchema = z.strictObject({
  zalo: z.array(zaloAccountSchema).default([]),
  messenger: z.array(messengerAccountSchema).default([]),
})

/** Adds the accounts of a YAML file in which secrets stand as `${NAME}` and come from the environment. */
function readAccountsFile(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  into: { zaloAccounts: ZaloAccount[]; messengerAccounts: MessengerAccount[] },
  mistakes: string[],
): void {
  let raw: unknown
  try {
    const filled = readFileSync(path, 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const value = env[name]
      if (value === undefined) mistakes.push(`ACCOUNTS_FILE: ${path} uses \${${name}}, which is not set`)
      return JSON.stringify(value ?? '')
    })
    raw = parse(filled) ?? {}
  } catch (error) {
    mistakes.push(`ACCOUNTS_FILE: ${path} cannot be read: ${(error as Error).message}`)
    return
  }
  const parsed = accountsFileSchema.safeParse(raw)
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
