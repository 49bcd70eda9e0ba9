import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { recordApproval } from '../../src/broadcasts/approve.ts'
import { getBroadcastOrThrow } from '../../src/broadcasts/broadcast.store.ts'
import { draftSchema } from '../../src/broadcasts/broadcast.ts'
import { createBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { readSendingRules } from '../../src/broadcasts/rules.ts'
import { readBroadcastTexts } from '../../src/broadcasts/templates.ts'
import { createIds } from '../../src/core/ids.ts'
import type { Db } from '../../src/db/open.ts'
import type { Sealer } from '../../src/db/seal.ts'
import { readProvinces } from '../../src/places/provinces.ts'
import { SANDBOX_MESSENGER } from '../../src/sandbox/index.ts'
import type { PageApp } from '../../src/sandbox/messenger/page.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const HOUR_MS = 3_600_000
const FIRST_PAGE = 100_200_300_700_000
const FIRST_PERSON = 24_681_012_000_000_000n
const AT = '10/10/2026 07:30'
export const DUE = Date.parse('2026-10-10T07:30:00+07:00')

/** Pages enough that their pace is no limit: 200 messages a second each. */
export const PAGES = Array.from(
  { length: 50 },
  (_, number): PageApp => ({
    ...SANDBOX_MESSENGER,
    pageId: String(FIRST_PAGE + number),
    pageToken: `bench-page-token-${number}`,
  }),
)

/** Writes the accounts file of the Pages; JSON is YAML. */
export function writeAccounts(file: string): void {
  const messenger = PAGES.map((page) => ({
    page_id: page.pageId,
    page_token: page.pageToken,
    app_secret: page.appSecret,
    verify_token: page.verifyToken,
    province: 'gia-lai',
  }))
  writeFileSync(file, JSON.stringify({ messenger }))
}

/** People who wrote an hour before the announcement, spread over the Pages. */
export async function fillPeople(db: Db, sealer: Sealer, count: number): Promise<void> {
  const id = sql`'messenger:' || (cast(${FIRST_PAGE} as bigint) + n % ${sql.lit(PAGES.length)})`
  await sql`
    with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${sql.lit(count - 1)})
    insert into contacts (id, account_id, version, sealed_state, first_seen_at, last_event_at)
    select ${id} || '/' || (cast(${FIRST_PERSON} as bigint) + n), ${id}, 1, ${sealer.seal({})},
      cast(${DUE - HOUR_MS} as bigint), cast(${DUE - HOUR_MS} as bigint)
    from numbers`.execute(db)
}

/** An announcement to everybody, approved. */
export async function approveAnnouncement(db: Db): Promise<void> {
  const now = DUE - HOUR_MS
  const options = {
    db,
    ids: createIds(() => now),
    rules: readSendingRules(resolve(ROOT, 'data/platform-rules')),
    texts: readBroadcastTexts(resolve(ROOT, 'data/messages')),
    provinces: readProvinces(resolve(ROOT, 'data/provinces')),
  }
  const draft = draftSchema.parse({
    title: 'Ngày hội',
    province: 'gia-lai',
    content: { text: 'Mời bà con đến ngày hội toàn dân học tập số. '.repeat(4), buttons: [] },
    schedule: { type: 'once', at: AT },
  })
  const { id } = await createBroadcast(options, draft, 'An', now)
  await submitBroadcast(db, id, 'An', now)
  const hash = hashOf(await getBroadcastOrThrow(db, id))
  await recordApproval(db, id, { by: 'Bình', hash, people: 0 }, now)
}
