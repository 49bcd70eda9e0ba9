import { join } from 'node:path'
import { parseArgs } from 'node:util'
import axios from 'axios'
import { sql } from 'kysely'
import { checkKnowledge } from '../../answers/check-knowledge.ts'
import { readKnowledgeFiles } from '../../answers/read-articles.ts'
import { readTopics } from '../../answers/topics.ts'
import { type Config, readConfig } from '../../config.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { MINUTE_MS } from '../../core/durations.ts'
import { silentLog } from '../../core/log.ts'
import { measureInbox } from '../../inbox/inbox.store.ts'
import { listDeadLetters } from '../../outbox/dead-letters.store.ts'
import { openStorage, type Storage } from '../../storage.ts'
import type { Command, CommandIo } from '../command.ts'
import { domainInMemory } from '../domain-in-memory.ts'

/** One thing that was looked at. `detail` says what is so, or what to do. */
interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
}

const REACH_TIMEOUT_MS = 5000
/** Waiting longer than this, an event tells of a server that does not run or does not keep up. */
const LONG_WAIT_MS = MINUTE_MS

/** `doctor`: looks at everything a running server needs and says what to set right. Changes nothing but the database's shape. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'what is wrong with settings, storage, content and platforms',
  usage: 'doctor [--json]',
  async run(args, io) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
    const findings: Finding[] = []
    const config = await look(
      findings,
      'settings',
      () => readConfig(io.env),
      (read) => (read.sandbox ? 'sandbox: no real account is set' : accountsOf(read)),
    )
    await look(
      findings,
      'content',
      () => readContent(io),
      (count) => `${count.articles} articles, ${count.flows} conversations`,
    )
    if (config) {
      const storage = await look(
        findings,
        'storage',
        () => openStorage(config, silentLog),
        (opened) => `${opened.database.engine} answers, the data key fits`,
      )
      if (storage) {
        await lookIntoStorage(findings, storage, io.now())
        await storage[Symbol.asyncDispose]()
      }
      for (const url of platformsOf(config))
        await look(
          findings,
          `reach ${url}`,
          () => reach(url),
          (status) => `answers (HTTP ${status})`,
        )
    }
    io.out(
      values.json
        ? `${JSON.stringify({ ok: findings.every(({ ok }) => ok), findings })}\n`
        : findings.map(line).join(''),
    )
    return findings.every(({ ok }) => ok) ? 0 : 1
  },
}

/** Runs one check; whatever it throws becomes its finding. */
async function look<T>(
  findings: Finding[],
  check: string,
  work: () => T | Promise<T>,
  describe: (result: T) => string,
): Promise<T | null> {
  try {
    const result = await work()
    findings.push({ check, ok: true, detail: describe(result) })
    return result
  } catch (error) {
    findings.push({ check, ok: false, detail: (error as Error).message })
    return null
  }
}

async function readContent(io: CommandIo): Promise<{ articles: number; flows: number }> {
  await using domain = await domainInMemory(io.root)
  const { conversation, provinces } = domain
  const files = readKnowledgeFiles(join(io.root, 'data/knowledge'), io.root)
  const topicsFile = 'data/topics.yaml'
  const problems = checkKnowledge(files, {
    topics: readTopics(join(io.root, topicsFile)),
    topicsFile,
    provinces: new Set(provinces.keys()),
    now: io.machineNow(),
  })
  const [first] = problems.filter(({ level }) => level === 'error')
  if (first) throw new Error(`${first.file}:${first.line}: ${first.message} (npm run cli -- knowledge check shows all)`)
  return { articles: files.length, flows: conversation.flows.size }
}

async function lookIntoStorage(findings: Finding[], { database }: Storage, now: number): Promise<void> {
  const { db } = database
  await look(
    findings,
    'storage can be written',
    () =>
      db
        .transaction()
        .execute((trx) => sql`update settings set value = value where name = 'data_key_check'`.execute(trx)),
    () => 'yes',
  )
  await look(
    findings,
    'waiting events',
    async () => {
      const { depth, oldest } = await measureInbox(db)
      if (oldest !== null && now - oldest > LONG_WAIT_MS)
        throw new Error(`${depth} wait, the oldest since ${vietnamDateTime(oldest)}: is the server running?`)
      return depth
    },
    (depth) => `${depth}`,
  )
  await look(
    findings,
    'dead letters',
    () => listDeadLetters(db, { limit: 1000 }),
    (letters) =>
      letters.length === 0 ? 'none' : `${letters.length}${letters.length === 1000 ? ' or more' : ''}: see /console`,
  )
  for (const token of await db
    .selectFrom('zalo_tokens')
    .select(['account_id', 'expires_at', 'dead_reason'])
    .execute()) {
    await look(
      findings,
      `token of ${token.account_id}`,
      () => {
        if (token.dead_reason !== null)
          throw new Error(
            `is dead (${token.dead_reason}): an administrator of the OA must consent again and put the new pair into the settings`,
          )
        return token.expires_at
      },
      (expiresAt) => `good until ${vietnamDateTime(expiresAt)}`,
    )
  }
}

function accountsOf(config: Config): string {
  return [...config.zalo.accounts, ...config.messenger.accounts]
    .map(({ id, province }) => `${id} (${province})`)
    .join(', ')
}

function platformsOf(config: Config): string[] {
  return [
    ...(config.zalo.accounts.length > 0 ? [config.zalo.apiUrl, config.zalo.oauthUrl] : []),
    ...(config.messenger.accounts.length > 0 ? [config.messenger.apiUrl] : []),
  ]
}

/** Whether the host answers at all; any status will do. */
async function reach(url: string): Promise<number> {
  const answer = await axios.get(url, { timeout: REACH_TIMEOUT_MS, validateStatus: null, maxRedirects: 0 })
  return answer.status
}

function line({ check, ok, detail }: Finding): string {
  return `${ok ? 'ok   ' : 'WRONG'} ${check}: ${detail}\n`
}
