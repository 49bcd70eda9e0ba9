import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Broadcast } from '../../src/broadcasts/broadcast.ts'
import type { RunId } from '../../src/broadcasts/broadcasts.schema.ts'
import type { Shown } from '../../src/cli/broadcast-lines.ts'
import { vietnamDate, vietnamTime } from '../../src/core/clock.ts'
import type { AccountId } from '../../src/core/ids.ts'
import { contactIdOf } from '../../src/core/ids.ts'
import type { SentMessage } from '../../src/sandbox/sent-log.ts'
import { waitUntil } from '../support/system.ts'
import { type Campaign, instantOf, startCampaign } from './support/campaign.ts'
import { type Citizen, citizen, PLATFORMS, type Platform } from './support/people.ts'

/** An invitation that officers add to what the plan gives reason for: to those who wrote within the last day. */
const INVITATION = `title: Mời học buổi tối
province: gia-lai
content: { text: "Tối nay nhà văn hóa có lớp học số.", buttons: [] }
segment: { seen_within_days: 1 }
schedule: { type: daily, at: "19:30", from: 05/10/2026, to: 09/10/2026 }
`
const FEAST = 'Ngày hội toàn dân học tập số'
const DAY_MS = 86_400_000
const FREE_PER_MONTH = 500
const LEFT_OF_ALLOWANCE = 10

// One plan on SQLite: `test/broadcasts/campaigns` shows all plans on both engines, without a server in between.
it('the campaign of a plan, from its approval to its last day', { timeout: 180_000 }, async () => {
  await using campaign = await startCampaign('2026-10-02 18:00', 'gia-lai')
  const { system, stored } = campaign.scene
  const group = (first: number, size: number): Citizen[] =>
    PLATFORMS.flatMap((platform) =>
      Array.from({ length: size }, (_, number) => citizen(system, platform, first + number)),
    )
  const people = {
    /** Write on 02/10 alone: more than seven days before the feast. */
    longAgo: group(100, 5),
    /** Write on 05/10 alone. */
    earlier: group(200, 15),
    /** Write on 05/10 and on the eve. */
    daily: group(300, 10),
    /** Write on the eve. */
    lately: group(1000, 100),
    /** Write on the eve that they want nothing. */
    optedOut: group(500, 5),
  }
  const write = async (group: readonly Citizen[], text = 'cảm ơn') => {
    const statuses = await Promise.all(group.map((person) => person.writes(text)))
    expect(new Set(statuses)).toEqual(new Set([200]))
    await stored.settled()
  }
  const received = (group: readonly Citizen[], words: string) =>
    group.map(({ id }) => campaign.arrived().filter((one) => one.to === id && one.text.includes(words)).length)

  const reads = (platform: Platform, id: string) =>
    platform === 'zalo' ? system.zalo.person(id).sees() : system.messenger.person(id).reads()

  await write(people.longAgo)
  const [feast = never()] = await campaign.broadcasts<Broadcast[]>('create', '--plan', 'gia-lai-2026', '--by', 'An')
  const invitation = await campaign.broadcasts<Broadcast>('create', invitationFile(), '--by', 'An')
  await campaign.broadcasts('submit', feast.id, '--by', 'An')
  for (const { id } of [feast, invitation]) {
    const { hash } = await campaign.broadcasts<Shown>('show', id)
    await campaign.broadcasts('approve', id, '--by', 'Bình', '--hash', hash)
  }
  await useUpAllowance(campaign)

  await campaign.leapTo('2026-10-05 18:00')
  await write([...people.earlier, ...people.daily])
  await campaign.leapTo('2026-10-05 19:30')
  await Promise.all([...people.earlier, ...people.daily].map(({ platform, id }) => reads(platform, id)))
  // The machine stands still on three evenings: what was not sent in time is not sent at night, nor later.
  await campaign.leapTo('2026-10-08 21:20')
  await campaign.leapTo('2026-10-09 18:00')
  await write(people.daily)
  await write(people.lately)
  await write(people.optedOut, 'dừng')
  await campaign.leapTo('2026-10-09 19:30')
  const before = campaign.arrived().length

  // The feast's own morning: killed in the middle of it, and started again.
  system.zalo.faults.slow(1_000)
  system.messenger.faults.slow(1_000)
  const leap = campaign.leapTo('2026-10-10 07:30').catch(() => {})
  await waitUntil('the first messages', () => campaign.arrived().length > before, 60_000)
  await system.kill()
  await leap
  system.zalo.faults.clear()
  system.messenger.faults.clear()
  const atKill = campaign.arrived().length
  await campaign.leapTo('2026-10-10 07:31')
  await campaign.leapTo('2026-10-10 20:30')

  const all = campaign.arrived()
  expect(atKill).toBeLessThan(all.length)
  expect(Object.values(Object.groupBy(all, keyOf)).filter((same) => (same?.length ?? 0) > 1)).toEqual([])
  expect([...new Set(all.map(timeOf))].toSorted()).toEqual(
    ['05/10/2026 19:30', '09/10/2026 19:30', '10/10/2026 07:30', '10/10/2026 07:31'].toSorted(),
  )
  expect(Math.max(...Object.values(weeklyCounts(all)))).toBe(2)
  expect(received(people.optedOut, '')).toEqual(people.optedOut.map(() => 0))
  expect(received([...people.longAgo, ...people.daily], FEAST).filter((count) => count > 0)).toEqual([])
  const earlierOnMessenger = people.earlier.filter((person) => person.platform === 'messenger')
  expect(received(earlierOnMessenger, FEAST).filter((count) => count > 0)).toEqual([])

  const { broadcast, runs } = await campaign.broadcasts<Shown>('show', feast.id)
  expect(broadcast.status).toBe('done')
  const [run = never()] = runs
  expect(run.run.leftOut).toEqual({
    opted_out: people.optedOut.length,
    frequency_cap: people.daily.length,
    outside_window: people.longAgo.length + earlierOnMessenger.length,
    over_budget: people.earlier.length - earlierOnMessenger.length - LEFT_OF_ALLOWANCE,
  })
  // What was under way at the kill is unknown; it is not sent again, and nobody else is passed over.
  const { sent, unknown } = run.messages
  expect(run.messages).toMatchObject({ failed: {}, held: 0, open: 0 })
  expect(sent + unknown).toBe(people.lately.length + LEFT_OF_ALLOWANCE)
  expect(unknown).toBeGreaterThan(0)
  const feastArrived = all.filter((message) => message.text.includes(FEAST)).length
  expect(feastArrived).toBeGreaterThanOrEqual(sent)
  expect(feastArrived).toBeLessThanOrEqual(sent + unknown)

  const onFirstEvening = people.earlier.length + people.daily.length
  const evenings = await campaign.broadcasts<Shown>('show', invitation.id)
  expect(
    evenings.runs.map(({ run: { dueAt, status }, messages }) => [vietnamDate(dueAt), status, messages.sent]),
  ).toEqual([
    ['09/10/2026', 'done', people.daily.length + people.lately.length],
    ['08/10/2026', 'missed', 0],
    ['07/10/2026', 'missed', 0],
    ['06/10/2026', 'missed', 0],
    ['05/10/2026', 'done', onFirstEvening],
  ])
  expect(evenings.runs.at(-1)?.receipts).toEqual({ delivered: onFirstEvening, seen: onFirstEvening })
})

function invitationFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-campaign-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'invitation.yaml')
  writeFileSync(file, INVITATION)
  return file
}

/** Other announcements of the month left but a few of the OA's free messages beyond 48 hours. */
async function useUpAllowance({ scene: { system, stored } }: Campaign): Promise<void> {
  const account = `zalo-oa:${citizen(system, 'zalo', 0).contact.split(/[:/]/)[1]}` as AccountId
  const rows = Array.from({ length: FREE_PER_MONTH - LEFT_OF_ALLOWANCE }, (_, number) => ({
    run_id: 999_999 as RunId,
    contact_id: contactIdOf(account, `other-${number}`),
    account_id: account,
    way: 'tu-van-7-ngay',
    cost_dong: 0,
    placed: 1,
    fixed_at: instantOf('2026-10-02 08:00'),
  }))
  await stored.db.insertInto('broadcast_recipients').values(rows).execute()
}

/** An announcement to a person: the invitation of each evening is one of its own. */
function keyOf(message: SentMessage): string {
  return `${message.to} ${vietnamDate(message.at)} ${message.text}`
}

function timeOf({ at }: SentMessage): string {
  return `${vietnamDate(at)} ${vietnamTime(at)}`
}

/** By person, the most announcements within any seven days. */
function weeklyCounts(messages: readonly SentMessage[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { to, at } of messages) {
    const week = messages.filter((other) => other.to === to && other.at <= at && other.at > at - 7 * DAY_MS)
    counts[to] = Math.max(counts[to] ?? 0, week.length)
  }
  return counts
}

function never(): never {
  throw new Error('it should be there')
}
