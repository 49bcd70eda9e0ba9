import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { environmentSchema } from '../src/environment.ts'

const ZALO = {
  ZALO_APP_ID: '1000000000000000001',
  ZALO_APP_SECRET: 'app-secret',
  ZALO_OA_ID: '4000000000000000004',
  ZALO_OA_SECRET_KEY: 'oa-secret',
}
const MESSENGER = {
  MESSENGER_PAGE_ID: '100200300400500',
  MESSENGER_PAGE_TOKEN: 'token',
  MESSENGER_APP_SECRET: 'secret',
  MESSENGER_VERIFY_TOKEN: 'verify',
}
const SECRETS = { DATA_KEY: Buffer.alloc(32, 7).toString('base64'), CONSOLE_ADMIN_PASSWORD: 'a long password' }

describe('readConfig', () => {
  it('needs nothing for a sandbox', () => {
    expect(readConfig({})).toMatchObject({
      sandbox: true,
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: 'file:var/gan-dan.db',
      province: 'gia-lai',
    })
  })

  it('makes an account of each platform from its variables', () => {
    const config = readConfig({ ...ZALO, ...MESSENGER, ...SECRETS, PROVINCE: 'ha-tinh', ZALO_SEND_PATH: 'v2' })
    expect(config.sandbox).toBe(false)
    expect(config.zalo.accounts).toMatchObject([
      { id: 'zalo-oa:4000000000000000004', province: 'ha-tinh', sendPath: 'v2' },
    ])
    expect(config.messenger.accounts).toMatchObject([{ id: 'messenger:100200300400500', province: 'ha-tinh' }])
  })

  it('takes an empty value for none', () => {
    expect(readConfig({ ZALO_APP_ID: '', METRICS_TOKEN: '' })).toMatchObject({ sandbox: true, metricsToken: null })
  })

  it('cannot be changed afterwards', () => {
    expect(() => Object.assign(readConfig({}), { port: 1 })).toThrow(TypeError)
  })

  it.each([
    {
      name: 'proxies that are no number',
      env: { TRUSTED_PROXIES: 'nginx' },
      variable: 'TRUSTED_PROXIES',
      cure: 'how many proxies',
    },
    { name: 'a port that is no number', env: { PORT: 'three' }, variable: 'PORT', cure: 'port number' },
    {
      name: 'a database of another kind',
      env: { DATABASE_URL: 'mysql://x' },
      variable: 'DATABASE_URL',
      cure: 'file:<path> or postgres://',
    },
    {
      name: 'an origin that is none',
      env: { ZALO_API_URL: 'openapi.zalo.me' },
      variable: 'ZALO_API_URL',
      cure: 'https://',
    },
    { name: 'an unknown send path', env: { ZALO_SEND_PATH: 'v9' }, variable: 'ZALO_SEND_PATH', cure: 'v3' },
    {
      name: 'a key of the wrong length',
      env: { DATA_KEY: 'c2hvcnQ=' },
      variable: 'DATA_KEY',
      cure: 'openssl rand -base64 32',
    },
    {
      name: 'a short password',
      env: { CONSOLE_ADMIN_PASSWORD: 'short' },
      variable: 'CONSOLE_ADMIN_PASSWORD',
      cure: '12 characters',
    },
    {
      name: 'half a Zalo account',
      env: { ZALO_OA_ID: '4', ...SECRETS },
      variable: 'ZALO_APP_ID',
      cure: 'is needed with ZALO_OA_ID',
    },
    {
      name: 'half a token pair',
      env: { ...ZALO, ...SECRETS, ZALO_ACCESS_TOKEN: 't' },
      variable: 'ZALO_REFRESH_TOKEN',
      cure: 'is needed with ZALO_ACCESS_TOKEN',
    },
    {
      name: 'half a Messenger account',
      env: { MESSENGER_PAGE_ID: '1', ...SECRETS },
      variable: 'MESSENGER_APP_SECRET',
      cure: 'is needed with',
    },
    {
      name: 'an id that is no number',
      env: { ...ZALO, ...SECRETS, ZALO_OA_ID: 'my page' },
      variable: 'ZALO_OA_ID',
      cure: 'digits',
    },
    {
      name: 'a real account without a data key',
      env: { ...ZALO, CONSOLE_ADMIN_PASSWORD: 'a long password' },
      variable: 'DATA_KEY',
      cure: 'openssl',
    },
    {
      name: 'a real account without a password',
      env: { ...MESSENGER, DATA_KEY: SECRETS.DATA_KEY },
      variable: 'CONSOLE_ADMIN_PASSWORD',
      cure: 'is needed',
    },
    {
      name: 'a made-up time in production',
      env: { FAKE_NOW: '2026-10-05T07:00:00+07:00', NODE_ENV: 'production' },
      variable: 'FAKE_NOW',
      cure: 'take it out',
    },
    { name: 'a time that is not ISO', env: { FAKE_NOW: '05/10/2026 07:00' }, variable: 'FAKE_NOW', cure: '+07:00' },
    {
      name: 'an address of its own that is none',
      env: { PUBLIC_URL: 'gialai.gov.vn' },
      variable: 'PUBLIC_URL',
      cure: 'https://tro-ly.gialai.gov.vn',
    },
    {
      name: 'an endpoint that is none',
      env: { LLM_BASE_URL: 'localhost', LLM_MODEL: 'm' },
      variable: 'LLM_BASE_URL',
      cure: '/v1',
    },
    {
      name: 'a pace that is no number',
      env: { ZALO_SEND_PER_MINUTE: 'fast' },
      variable: 'ZALO_SEND_PER_MINUTE',
      cure: 'a number above 0',
    },
    {
      name: 'an accounts file that is not there',
      env: { ACCOUNTS_FILE: '/nowhere.yaml', ...SECRETS },
      variable: 'ACCOUNTS_FILE',
      cure: '/nowhere.yaml cannot be read',
    },
  ])('refuses $name, naming the variable and the cure', ({ env, variable, cure }) => {
    expect(() => readConfig(env)).toThrow(variable)
    expect(() => readConfig(env)).toThrow(cure)
  })

  it.each([
    { written: '2026-10-05T07:00:00+07:00', read: '2026-10-05T00:00:00Z' },
    { written: '2026-10-05T07:00:00Z', read: '2026-10-05T07:00:00Z' },
    { written: '2026-10-05T07:00:00', read: '2026-10-05T00:00:00Z' },
    { written: '2026-10-05T07:00', read: '2026-10-05T00:00:00Z' },
    { written: '2026-10-05', read: '2026-10-04T17:00:00Z' },
  ])('takes FAKE_NOW=$written for Vietnam time unless it names a zone', ({ written, read }) => {
    expect(readConfig({ FAKE_NOW: written }).fakeNow).toBe(Date.parse(read))
  })

  it('lists all mistakes at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'loud' })).toThrow(/PORT[\s\S]*LOG_LEVEL/)
  })
})

describe('the accounts file', () => {
  function accountsFile(text: string): string {
    const path = join(mkdtempSync(join(tmpdir(), 'accounts-')), 'accounts.yaml')
    writeFileSync(path, text)
    return path
  }

  it('holds many accounts of several provinces, with secrets from the environment', () => {
    const path = accountsFile(
      `zalo:
  - { oa_id: "4", app_id: "1", app_secret: \${S}, oa_secret_key: \${K}, province: gia-lai }
messenger:
  - { page_id: "9", page_token: t, app_secret: \${S}, verify_token: v, province: lang-son }`,
    )
    const config = readConfig({ ACCOUNTS_FILE: path, S: 'it\'s"secret":#1', K: 'key', ...SECRETS })
    expect(config.zalo.accounts).toMatchObject([{ id: 'zalo-oa:4', appSecret: 'it\'s"secret":#1' }])
    expect(config.messenger.accounts).toMatchObject([{ id: 'messenger:9', province: 'lang-son' }])
  })

  it('may be one list, with secrets in quotes, as an editor of Windows saves it', () => {
    const path = accountsFile(
      `\uFEFF- { oa_id: "4", app_id: "1", app_secret: "\${S}", oa_secret_key: 'key-\${K}', province: gia-lai }
- page_id: "9"
  page_token: t # \${OLD} was replaced
  app_secret: \${S}
  verify_token: v
  province: lang-son
`.replaceAll('\n', '\r\n'),
    )
    const config = readConfig({ ACCOUNTS_FILE: path, S: 'it\'s"secret":#1', K: '7', ...SECRETS })
    expect(config.zalo.accounts).toMatchObject([{ appSecret: 'it\'s"secret":#1', oaSecretKey: 'key-7' }])
    expect(config.messenger.accounts).toMatchObject([{ id: 'messenger:9', appSecret: 'it\'s"secret":#1' }])
  })

  it.each([
    {
      name: 'a secret that is not set',
      text: `zalo:\n  - { oa_id: "4", app_id: "1", app_secret: \${NOPE}, oa_secret_key: k, province: gia-lai }`,
      error: 'uses \x24{NOPE}',
    },
    {
      name: 'a key that does not exist',
      text: 'zalo:\n  - { oa_id: "4", app_id: "1", app_secret: s, oa_secret_key: k, province: gia-lai, colour: red }',
      error: 'colour',
    },
    {
      name: 'an account named twice',
      text: `messenger:\n${'  - { page_id: "9", page_token: t, app_secret: s, verify_token: v, province: gia-lai }\n'.repeat(2)}`,
      error: 'messenger:9 is named twice',
    },
    { name: 'what is no YAML', text: 'zalo: [', error: 'cannot be read' },
    { name: 'no account at all, which would be a sandbox', text: '# none yet\nzalo: []', error: 'names no account' },
  ])('refuses $name, naming the file', ({ text, error }) => {
    const path = accountsFile(text)
    expect(() => readConfig({ ACCOUNTS_FILE: path, ...SECRETS })).toThrow(path)
    expect(() => readConfig({ ACCOUNTS_FILE: path, ...SECRETS })).toThrow(error)
  })
})

describe('.env.example', () => {
  const example = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8')
  const lines = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((match) => [match[1], match[2]])

  it('names every variable that is read, and no other', () => {
    expect(lines.map(([name]) => name).sort()).toEqual(Object.keys(environmentSchema.shape).sort())
  })

  it('shows the defaults that hold', () => {
    const shown = Object.fromEntries(lines.filter(([, value]) => value !== ''))
    expect(environmentSchema.parse(shown)).toEqual(environmentSchema.parse({}))
  })
})
