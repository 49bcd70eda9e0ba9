import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { ENGINES } from '../support/databases.ts'
import { waitUntil } from '../support/system.ts'
import { announcement } from './support/announcement.ts'
import { saysArticle, saysFlow } from './support/knowledge.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

describe.concurrent.each(ENGINES)('a conversation, stored in %s', (engine) => {
  // Of what the assistant itself sent Zalo may post echoes.
  const scene = sharedScene(engine, { zalo: { echoes: true } })
  let people = 0
  const someone = (platform: (typeof PLATFORMS)[number]) => citizen(scene.now.system, platform, ++people)

  beforeAll(scene.start)
  afterAll(scene.end)

  describe.each(PLATFORMS)('on %s', (platform) => {
    it.each([
      { question: 'đăng ký chữ ký số miễn phí ở đâu', topics: ['cks.mien-phi', 'cks.dang-ky'] },
      { question: 'dang ky vneid muc 2 can gi', topics: ['vneid.dang-ky-muc-2'] },
      { question: 'quen mat khau vneid', topics: ['vneid.quen-mat-khau'] },
    ])('answers "$question" with $topics', async ({ question, topics }) => {
      const person = someone(platform)
      expect(await person.writes(question)).toBe(200)
      await waitUntil('the article', () => topics.some((topic) => saysArticle(person.read(), topic)))
      await scene.now.stored.settled()
      expect(topics.filter((topic) => saysArticle(person.read(), topic))).toHaveLength(1)
    })

    it('follows a choice typed as a number, and one pressed', async () => {
      const person = someone(platform)
      expect(saysFlow(await person.answerTo(() => person.writes('xin chào')), 'chao-hoi')).toBe(true)
      await person.writes('1')
      await waitUntil('the first choice', () => saysArticle(person.read(), 'vneid.la-gi'))
      await scene.now.stored.settled()

      expect(saysFlow(await person.answerTo(() => person.writes('alo')), 'chao-hoi')).toBe(true)
      expect(await person.answerTo(() => person.presses('Gặp cán bộ'))).toMatch(/HT-[0-9A-Z]{4}/)
    })

    it.each([
      { text: 'chào bạn', flow: 'chao-hoi' },
      { text: 'dạ cảm ơn nhiều ạ', flow: 'cam-on' },
      { text: 'bạn là ai', flow: 'gioi-thieu' },
    ])('says something kind to "$text"', async ({ text, flow }) => {
      const person = someone(platform)
      expect(saysFlow(await person.answerTo(() => person.writes(text)), flow)).toBe(true)
    })

    it.each([
      { thing: 'sticker', flow: 'gui-nhan-dan' },
      { thing: 'image', flow: 'gui-anh' },
      { thing: 'audio', flow: 'gui-giong-noi' },
      { thing: 'location', flow: 'gui-vi-tri' },
      { thing: 'file', flow: 'gui-tep' },
    ] as const)('says something kind to a $thing', async ({ thing, flow }) => {
      const person = someone(platform)
      expect(saysFlow(await person.answerTo(() => person.sends(thing)), flow)).toBe(true)
    })

    it('hands over to a person, once', async () => {
      const { stored } = scene.now
      const person = someone(platform)
      expect(await person.answerTo(() => person.writes('gặp cán bộ'))).toMatch(/HT-[0-9A-Z]{4}/)
      const requests = await stored.db
        .selectFrom('support_requests')
        .select('id')
        .where('contact_id', '=', person.contact)
        .execute()
      expect(requests).toHaveLength(1)
    })

    it('keeps silent while staff has the conversation', async () => {
      const { system, stored } = scene.now
      const person = someone(platform)
      await person.answerTo(() => person.writes('xin chào'))
      expect(await system[platform].staffWrites(person.id, 'Cán bộ xã sẽ gọi lại ạ')).toBe(200)
      await person.writes('quen mat khau vneid')
      await person.sends('sticker')

      await stored.settled()
      expect(person.received()).toHaveLength(1)
      const handled = await stored.db
        .selectFrom('inbox')
        .select(['type', 'handled_at', 'failure'])
        .where('contact_id', '=', person.contact)
        .where('type', '=', 'message')
        .execute()
      expect(handled).toHaveLength(3)
      expect(handled.every((event) => event.handled_at !== null && event.failure === null)).toBe(true)
    })

    it('is not silenced by echoes of what it sent itself', async () => {
      const person = someone(platform)
      await person.answerTo(() => person.writes('xin chào'))
      await waitUntil('the echo', async () => {
        const echoes = scene.now.stored.db.selectFrom('inbox').select('id').where('contact_id', '=', person.contact)
        return (await echoes.where('type', '=', 'own_echo').execute()).length === 1
      })
      expect(saysFlow(await person.answerTo(() => person.writes('cảm ơn')), 'cam-on')).toBe(true)
    })

    it('sends no announcements to who wants none, until they want them again', async () => {
      const { stored } = scene.now
      const person = someone(platform)
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

  it('welcomes a follower', async () => {
    const person = citizen(scene.now.system, 'zalo', ++people)
    const welcome = await person.answerTo(() => scene.now.system.zalo.person(person.id).follows())
    expect(saysFlow(welcome, 'chao-hoi')).toBe(true)
  })

  it('welcomes who gets started from a link', async () => {
    const person = citizen(scene.now.system, 'messenger', ++people)
    const welcome = await person.answerTo(() => scene.now.system.messenger.person(person.id).getsStarted('poster-nov'))
    expect(saysFlow(welcome, 'chao-hoi')).toBe(true)
  })
})
