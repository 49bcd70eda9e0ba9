import { messengerFromEnvironment, readAccountsFile, zaloFromEnvironment } from './account-settings.ts'
import type { MessengerAccount } from './channels/messenger/settings.ts'
import type { ZaloAccount } from './channels/zalo-oa/settings.ts'
import { AppError } from './core/errors.ts'
import type { ProvinceId } from './core/ids.ts'
import { READ_ONCE } from './core/read-once.ts'
import { type Environment, environmentSchema } from './environment.ts'

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
  const parsed = environmentSchema.safeParse(given, READ_ONCE)
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
    fakeNow: e.FAKE_NOW ?? null,
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
  if (e.FAKE_NOW !== undefined && e.NODE_ENV === 'production')
    mistakes.push('FAKE_NOW: is refused with NODE_ENV=production: take it out')
  if (!e.LLM_BASE_URL && (e.LLM_MODEL || e.LLM_API_KEY))
    mistakes.push('LLM_BASE_URL: is needed with LLM_MODEL and LLM_API_KEY: the address of the endpoint, with its /v1')
  if (e.LLM_BASE_URL && !e.LLM_MODEL) mistakes.push('LLM_MODEL: is needed with LLM_BASE_URL: name the model to ask')
}
