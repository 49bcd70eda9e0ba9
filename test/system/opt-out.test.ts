import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { ENGINES } from '../support/databases.ts'
import { announcement } from './support/announcement.ts'
import { saysFlow } from './support/knowledge.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

describe.concurrent.each(ENGINES)('who wants no announcements, stored in %s', (engine) => {
  const scene = sharedScene(engine)
  beforeAll(scene.start)
  afterAll(scene.end)

  it.each(PLATFORMS)('gets none on %s until they want them again', async (platform) => {
    const { system, stored } = scene.now
    const person = citizen(system, platform, 1)
    const announce = async (text: string) => {
      await insertOutbox(stored.db, stored.sealer, [announcement(person, text)], systemClock.now())
      await stored.settled()
    }

    expect(saysFlow(await person.answerTo(() => person.writes('dừng')), 'ngung-nhan-tin')).toBe(true)
    await announce('Tin không được tới')
    expect(saysFlow(await person.answerTo(() => person.writes('nhận tin')), 'nhan-tin-lai')).toBe(true)
    await announce('Tin được tới')

    expect(person.received().map((message) => message.text)).toEqual([
      expect.stringContaining('Đã ngừng'),
      expect.stringContaining('Đã ghi nhận'),
      'Tin được tới',
    ])
    const announcements = await stored.db
      .selectFrom('outbox')
      .select(['status', 'failure_code'])
      .where('contact_id', '=', person.contact)
      .where('purpose', '=', 'broadcast')
      .orderBy('id')
      .execute()
    expect(announcements).toEqual([
      { status: 'skipped', failure_code: 'opted_out' },
      { status: 'sent', failure_code: null },
    ])
  })
})
