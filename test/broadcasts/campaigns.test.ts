import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import type { Broadcast } from '../../src/broadcasts/broadcast.ts'
import { submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { nextDue } from '../../src/broadcasts/schedule.ts'
import { broadcastsCommand } from '../../src/cli/commands/broadcasts.ts'
import { vietnamDate, vietnamTime } from '../../src/core/clock.ts'
import { type ProvinceId, platformUserIdOf } from '../../src/core/ids.ts'
import { runCommandLine } from '../support/command-line.ts'
import { describeOnBothEngines, type EngineContext } from '../support/databases.ts'
import { employ } from '../support/hired.ts'
import { DATA_KEY_OF_SAMPLES } from '../support/samples.ts'
import { accountsAt } from '../support/system.ts'
import { createPlatforms } from './support/platforms.ts'
import { DAY, HOUR, MINUTE, rules } from './support/world.ts'

const PLANS = readdirSync(join(import.meta.dirname, '../../data/plans')).map((file) => file.replace('.yaml', ''))
/** On each platform: two announcements to all of them are just what a Page may send at once. */
const TALKATIVE = 18
const SILENT = 20
const OPTED_OUT = 10

describeOnBothEngines('the campaign of a plan', (context) => {
  it.each(PLANS)('%s: each announcement goes out on its day, at its hour, once to each person', async (plan) => {
    const [, province = '', year = ''] = /^(.*)-(\d{4})$/.exec(plan) ?? []
    const start = Date.parse(`${year}-09-01T08:00+07:00`)
    const platforms = await createPlatforms(context.db, { start, province: province as ProvinceId })
    const { world, sandbox, goTo } = platforms
    const talkative = [...(await platforms.zaloPeople(TALKATIVE, 0)), ...(await platforms.pagePeople(TALKATIVE, 0))]
    const silent = await platforms.zaloPeople(SILENT, HOUR)
    const optedOut = await platforms.pagePeople(OPTED_OUT, 1)
    await context.db.updateTable('contacts').set({ opted_out_at: start }).where('id', 'in', optedOut).execute()
    const arrived = () => [...sandbox.zalo.sent, ...sandbox.messenger.sent]

    const drafts = await setUp(context, sandbox, { plan, province, start })
    for (const { id, author } of drafts) {
      await submitBroadcast(context.db, id, author, start)
      const hash = hashOf(await world.show(id))
      await expect(approveBroadcast(world.options, id, { by: author, hash }, start)).rejects.toThrow('somebody else')
      await approveBroadcast(world.options, id, { by: 'Bình', hash }, start)
    }
    const times = [...new Set(drafts.map(timeOf))].toSorted((a, b) => a - b)
    for (const time of times) {
      await goTo(time - MINUTE)
      await platforms.writeAgain(talkative)
      await goTo(time)
      await goTo(time + MINUTE)
    }
    // The night after, and long after: nothing comes late.
    await goTo((times.at(-1) ?? start) + 16 * HOUR)
    await goTo((times.at(-1) ?? start) + 30 * DAY)

    expect(world.errors).toEqual([])
    const all = arrived()
    expect(new Set(all.map(({ at }) => vietnamTime(at)))).toEqual(new Set(['07:30']))
    expect(repeated(all.map(({ to, text, at }) => `${to} ${text} ${vietnamDate(at)}`))).toEqual([])
    const received = (to: string) => all.filter((message) => message.to === to).map(({ at }) => dayAndHour(at))
    const promised = withinWeeklyLimit(drafts.map(timeOf).toSorted((a, b) => a - b)).map(dayAndHour)
    for (const contact of talkative) expect(received(platformUserIdOf(contact))).toEqual(promised)
    expect(all).toHaveLength(talkative.length * promised.length)

    const people = talkative.length + silent.length + optedOut.length
    for (const { id } of drafts) {
      const broadcast = await world.show(id)
      expect(broadcast).toMatchObject({
        status: 'done',
        author: expect.stringMatching(/^staff:/),
        approval: { by: 'Bình' },
      })
      const progress = await showProgress(context.db, id)
      expect(progress).toHaveLength(1)
      const [{ run, messages } = never()] = progress
      expect(messages).toMatchObject({ failed: {}, unknown: 0, skipped: {}, held: 0, open: 0 })
      expect(run.leftOut).toMatchObject({ opted_out: optedOut.length, outside_window: silent.length })
      expect(messages.sent + sum(Object.values(run.leftOut))).toBe(people)
    }
  })
})

/** Drafts of all that a plan gives reason for, by the one command that officers use. */
async function setUp(
  { db, url }: EngineContext,
  { zalo, messenger }: Awaited<ReturnType<typeof createPlatforms>>['sandbox'],
  { plan, province, start }: { readonly plan: string; readonly province: string; readonly start: number },
): Promise<Broadcast[]> {
  const env = {
    ...accountsAt({ zaloUrl: zalo.url, messengerUrl: messenger.url }),
    DATA_KEY: DATA_KEY_OF_SAMPLES.toString('base64'),
    DATABASE_URL: url,
    PROVINCE: province,
  }
  await employ(db, 'An', province as ProvinceId)
  const argv = ['broadcasts', 'create', '--plan', plan, '--by', 'An', '--json']
  const { code, out, err } = await runCommandLine([broadcastsCommand], argv, { env, now: () => start })
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

function timeOf({ schedule }: Broadcast): number {
  return nextDue(schedule, 0) ?? never()
}

/** Of the times at which somebody is to be written to, those that the promise of so many a week leaves. */
function withinWeeklyLimit(times: readonly number[]): number[] {
  const most = rules.urgency.thuong.per_week ?? Number.POSITIVE_INFINITY
  const kept: number[] = []
  for (const time of times) {
    if (kept.filter((earlier) => earlier > time - 7 * DAY).length < most) kept.push(time)
  }
  return kept
}

function dayAndHour(at: number): string {
  return `${vietnamDate(at)} ${vietnamTime(at)}`
}

function repeated(keys: readonly string[]): string[] {
  return [...Map.groupBy(keys, (key) => key)].filter(([, same]) => same.length > 1).map(([key]) => key)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

function never(): never {
  throw new Error('it should be there')
}
