import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TopicId } from '../../src/core/ids.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { Domain } from '../../src/domain.ts'
import { MASK } from '../../src/engine/delicate/mask.ts'
import { readGuardQuestions } from '../../src/learning/guard.ts'
import { domainOver } from '../support/conversation.ts'
import { otherAccount, person, sealer } from '../support/samples.ts'
import { admin, createClassroom, giaLai, haTinh } from './support/classroom.ts'

const QUESTION = 'nuôi chim yến phải đăng ký gì'
const TOPIC = 'thu-tuc.ho-kinh-doanh' as TopicId
const guard = readGuardQuestions('data/language/guard-questions.yaml', { has: () => true })
const DECLINED = 'chưa có bài trả lời chắc chắn'

describe('what is not answered', () => {
  const database = openDatabase('file::memory:')
  const { db } = database
  let domain: Domain
  let room: ReturnType<typeof createClassroom>

  beforeAll(async () => {
    await migrate(database)
    domain = domainOver(db, sealer)
  })
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => {
    for (const table of ['inbox', 'contacts', 'open_questions', 'lessons'] as const)
      await db.deleteFrom(table).execute()
    room = createClassroom(db, domain)
  })
  const why = async () => (await db.selectFrom('open_questions').select(['why', 'topic']).execute()).at(0)

  it('is kept with its turn, and sealed', async () => {
    await room.write(person(1), QUESTION)
    const [row] = await db.selectFrom('open_questions').selectAll().execute()
    expect(sealer.open(row?.sealed_question as Buffer)).toBe(QUESTION)
    expect(row).toMatchObject({ contact_id: person(1), province: giaLai, why: 'declined', topic: null })
    expect(JSON.stringify({ ...row, sealed_question: null })).not.toContain('chim')
  })

  it('is counted once a person, however often and however it is typed', async () => {
    for (const typed of [QUESTION, 'Nuoi chim yen phai dang ky gi', `${QUESTION}??`]) await room.write(person(1), typed)
    await room.write(person(2), QUESTION)
    const { groups, all } = await domain.learning.groups(giaLai, 10)
    expect([groups[0]?.people, all]).toEqual([2, 1])
  })

  it('belongs to the province of its account', async () => {
    await room.write(person(1, otherAccount), QUESTION)
    expect([await room.open(giaLai), await room.open(haTinh)]).toEqual([[], [[QUESTION]]])
  })

  it('holds no phone number', async () => {
    await room.write(person(1), 'nuôi chim yến phải đăng ký gì, gọi 0912 345 678')
    expect(await room.open()).toEqual([[`nuôi chim yến phải đăng ký gì, gọi ${MASK}`]])
  })

  it('is not a sticker, nor a greeting, nor an answer', async () => {
    for (const text of ['👍👍', 'xin chào', 'quên mật khẩu vneid']) await room.write(person(1), text)
    expect(await room.open()).toEqual([])
  })

  it('goes with its person, when they want their data erased', async () => {
    await room.write(person(1), QUESTION)
    expect(await room.write(person(1), 'dữ liệu của tôi')).toContain('Câu hỏi trợ lý chưa trả lời được: 1')
    await db.transaction().execute((trx) => domain.erase(trx, person(1), room.now()))
    expect(await room.open()).toEqual([])
  })

  describe('when it is asked back', () => {
    let unclear: string
    beforeAll(() => {
      // Which questions are asked back changes with the articles.
      unclear = guard.map(({ question }) => question).find((question) => isAskedBack(question)) ?? ''
    })

    function isAskedBack(question: string): boolean {
      const { decision } = domain.conversation.answers.find(question, { province: giaLai })
      return decision.kind === 'clarify' && decision.topics.every((topic) => topic.includes('.'))
    }

    it('stays open while nothing is chosen', async () => {
      await room.write(person(1), unclear)
      expect(await why()).toEqual({ why: 'not_picked', topic: null })
      expect(await room.press(person(1), 'flow:khong-ro')).toContain(DECLINED)
      expect(await room.open()).toEqual([[unclear]])
    })

    it('is answered by the button, or by its number', async () => {
      for (const [who, choose] of [
        [person(1), (payload: string) => room.press(person(1), payload)],
        [person(2), () => room.write(person(2), '1')],
      ] as const) {
        const said = await room.write(who, unclear)
        const payload = /topic:[a-z0-9.-]+/.exec(said)?.[0] ?? ''
        await choose(payload)
        expect(await room.open()).toEqual([])
      }
    })
  })

  describe('when the answer was wrong', () => {
    it.each([
      'chưa đúng',
      'sai rồi',
      'khong dung y toi',
    ])('is open with its topic once the person says "%s"', async (words) => {
      await room.write(person(1), 'quên mật khẩu vneid')
      expect(await room.write(person(1), words)).toContain('đã ghi lại')
      expect(await why()).toEqual({ why: 'rated_bad', topic: 'vneid.quen-mat-khau' })
    })

    it('has a button for it, last of the answer', async () => {
      const answer = await room.write(person(1), 'quên mật khẩu vneid')
      expect(JSON.parse(answer).body.choices.at(-1)).toMatchObject({ label: 'Chưa đúng', payload: 'flow:chua-dung' })
      await room.press(person(1), 'flow:chua-dung')
      expect(await room.open()).toEqual([['quên mật khẩu vneid']])
    })

    it('and nothing is noted where nothing was answered', async () => {
      expect(await room.write(person(1), 'chưa đúng')).toContain('hỏi lại rõ hơn')
      await room.write(person(1), 'xin chào')
      await room.write(person(1), 'chưa đúng')
      expect(await room.open()).toEqual([])
    })

    it('does not guess that topic again', async () => {
      await room.write(person(1), 'quên mật khẩu vneid')
      await room.write(person(1), 'chưa đúng')
      const { groups } = await domain.learning.groups(giaLai, 10)
      expect(groups[0]?.guesses.length).toBeGreaterThan(0)
      expect(groups[0]?.guesses).not.toContain('vneid.quen-mat-khau')
    })
  })

  // Last, for it teaches what the others ask: two whole indexes are made, in slices.
  it('is declined, attached to a topic, answered at once, undone, and declined again', {
    timeout: 60_000,
  }, async () => {
    expect(await room.write(person(1), QUESTION)).toContain(DECLINED)
    expect(await room.open()).toEqual([[QUESTION]])

    const questions = await room.hashes()
    const attached = await domain.learning.attach(
      { province: giaLai, questions, topic: TOPIC, force: false },
      admin,
      room.now(),
    )
    expect(attached).toMatchObject({ type: 'attached', questions: 1 })
    const answer = await room.write(person(2), 'NUOI CHIM YEN PHAI DANG KY GI?')
    expect(answer).toContain(domain.conversation.answers.article(TOPIC)?.body.split('\n')[0])
    expect(await room.open()).toEqual([])

    const lesson = attached.type === 'attached' ? attached.lesson : ('' as never)
    expect(await domain.learning.undo(lesson, admin, room.now())).toEqual({ type: 'undone' })
    expect(await room.write(person(3), QUESTION)).toContain(DECLINED)
    expect(await room.open()).toEqual([[QUESTION]])
  })
})
