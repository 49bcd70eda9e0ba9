import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '../support/databases.ts'
import { waitUntil } from '../support/system.ts'
import { messengerBody, post, signed, textCall } from './support/http.ts'
import { saysArticle } from './support/knowledge.ts'
import { citizen, PLATFORMS } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

const TIMES = 10
const WAYS = [
  {
    way: 'one after the other',
    deliver: async (once: () => Promise<Response>) => {
      const answers: Response[] = []
      for (let time = 0; time < TIMES; time++) answers.push(await once())
      return answers
    },
  },
  { way: 'at once', deliver: (once: () => Promise<Response>) => Promise.all(Array.from({ length: TIMES }, once)) },
]

describe.concurrent.each(ENGINES)('stored in %s', (engine) => {
  const scene = sharedScene(engine, { zalo: { openToAll: true }, messenger: { openToAll: true } })
  beforeAll(scene.start)
  afterAll(scene.end)

  describe('an event that comes more than once', () => {
    it.each(
      PLATFORMS.flatMap((platform) => WAYS.map((way, index) => ({ platform, number: index + 1, ...way }))),
    )('is answered once on $platform when it comes ten times $way', async ({ platform, number, way, deliver }) => {
      const { system, stored } = scene.now
      const person = citizen(system, platform, number)
      const call = textCall(system, platform, { from: person.id, messageId: `same ${way}`, text: 'cảm ơn' })
      const answers = await deliver(() => post(system.url, call))
      expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: TIMES }, () => 200))
      await stored.settled()
      expect(person.received()).toHaveLength(1)
    })
  })

  describe('many events together', { concurrent: false, timeout: 40_000 }, () => {
    it('in one call of Messenger are each answered once', async () => {
      const { system, stored } = scene.now
      const people = Array.from({ length: 450 }, (_, index) => citizen(system, 'messenger', 1000 + index))
      const events = people.map(
        ({ id }, index) => system.messenger.event.text(id, 'cảm ơn', { mid: `one ${index}` }).body,
      )
      const twice = events.slice(0, 50)
      const body = messengerBody([...events, ...twice])

      expect((await post(system.url, signed(system, 'messenger', body))).status).toBe(200)
      await stored.settled(15_000)
      expect(people.filter((person) => person.received().length !== 1)).toEqual([])
      const messages = await stored.db.selectFrom('inbox').select('id').where('external_id', 'like', 'one %').execute()
      expect(messages).toHaveLength(450)
    })

    it('of one person are answered in their order', async () => {
      const { system, stored } = scene.now
      const questions = [
        { text: 'quen mat khau vneid', topic: 'vneid.quen-mat-khau' },
        { text: 'dang ky vneid muc 2 can gi', topic: 'vneid.dang-ky-muc-2' },
        { text: 'vneid là gì', topic: 'vneid.la-gi' },
      ]
      const people = Array.from({ length: 20 }, (_, index) => citizen(system, 'messenger', 2000 + index))
      const messaging = questions.flatMap(({ text }, order) =>
        people.map(({ id }) => system.messenger.event.text(id, text, { mid: `${id} ${order}` }).body),
      )
      expect((await post(system.url, signed(system, 'messenger', messengerBody(messaging)))).status).toBe(200)
      await waitUntil(
        'all answers',
        () => people.every((person) => person.received().length >= questions.length),
        15_000,
      )
      await stored.settled()
      for (const person of people) {
        const said = person
          .received()
          .map((message) => questions.find(({ topic }) => saysArticle(message.text, topic))?.topic)
        expect(said).toEqual(questions.map(({ topic }) => topic))
      }
    })
  })

  // Not beside the others: for them no server goes away.
  describe('an event that comes again after a restart', { concurrent: false }, () => {
    it('is not answered again', async () => {
      const { system, stored } = scene.now
      const people = PLATFORMS.map((platform) => citizen(system, platform, 3))
      const deliver = () =>
        Promise.all(
          people.map(({ platform, id }) =>
            post(system.url, textCall(system, platform, { from: id, messageId: 'across', text: 'cảm ơn' })),
          ),
        )
      await deliver()
      await stored.settled()
      await system.stop()
      await system.start()
      expect((await deliver()).map((answer) => answer.status)).toEqual([200, 200])
      await stored.settled()
      expect(people.map((person) => person.received().length)).toEqual([1, 1])
    })
  })
})
