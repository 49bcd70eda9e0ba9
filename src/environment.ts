import { z } from 'zod'

const address = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an address such as ${example}` })
    .transform((text) => text.replace(/\/+$/, ''))
/** Where a platform is reached, unless a fake stands in for it. */
const origin = (platform: string) => address(platform).default(platform)
const text = z.string().trim().min(1).optional()
const perUnit = z.coerce
  .number({ error: 'must be a number above 0' })
  .positive({ error: 'must be a number above 0' })
  .optional()
/** What names no zone is Vietnam's time, as everywhere where a person writes one; a day alone is its beginning. */
const instant = z
  .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
    error: 'must be an ISO time such as 2026-10-05T07:00:00+07:00',
  })
  .transform((text) => Date.parse(withZone(text)))

function withZone(time: string): string {
  if (!time.includes('T')) return `${time}T00:00+07:00`
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}+07:00`
}

/** Every variable the system reads; `.env.example` is checked against it. An empty value counts as none. */
export const environmentSchema = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: address('https://tro-ly.gialai.gov.vn').optional(),
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
  ZALO_API_URL: origin('https://openapi.zalo.me'),
  ZALO_OAUTH_URL: origin('https://oauth.zaloapp.com'),
  ZALO_BUSINESS_URL: origin('https://business.openapi.zalo.me'),
  ZALO_PERSONAL: z.enum(['off', 'on'], { error: 'must be off, or on to post into Zalo groups' }).default('off'),
  MESSENGER_PAGE_ID: text,
  MESSENGER_PAGE_TOKEN: text,
  MESSENGER_APP_SECRET: text,
  MESSENGER_VERIFY_TOKEN: text,
  MESSENGER_SEND_PER_SECOND: perUnit,
  MESSENGER_API_URL: origin('https://graph.facebook.com'),
  ACCOUNTS_FILE: text,
  DATA_KEY: z
    .string()
    .refine((key) => Buffer.from(key, 'base64').length === 32, {
      error: 'must be 32 bytes in base64: make one with `openssl rand -base64 32`',
    })
    .optional(),
  CONSOLE_ADMIN_PASSWORD: z.string().min(12, { error: 'must have at least 12 characters' }).optional(),
  LLM_BASE_URL: address('http://localhost:11434/v1').optional(),
  LLM_API_KEY: text,
  LLM_MODEL: text,
  FAKE_NOW: instant.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: text,
  NODE_ENV: text,
})
/** The variables as they were read. */
export type Environment = z.infer<typeof environmentSchema>

/** The instant (UTC ms) at which `FAKE_NOW` lets the clock start; null where it is not set, wrong or refused. */
export function fakeNowOf(env: NodeJS.ProcessEnv): number | null {
  if (env.NODE_ENV === 'production') return null
  return environmentSchema.shape.FAKE_NOW.safeParse(env.FAKE_NOW || undefined).data ?? null
}
