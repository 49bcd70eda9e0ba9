import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Learning } from '../../src/learning/learning.ts'
import { recordFeedback } from '../../src/requests/feedback.store.ts'
import type { FeedbackId } from '../../src/requests/requests.schema.ts'
import { giaLai, haTinh } from '../learning/support/classroom.ts'
import { askInVain, fewAnswers, fewLessons, HARM, QUESTION, TOPIC } from '../learning/support/few-answers.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import { Officer } from './support/officer.ts'

const t = TEXTS.learning
const PAGE = '/console/learning'

let desk: Desk
let learning: Learning
let officer: Officer
let url: string
const answers = fewAnswers()

beforeEach(async () => {
  desk = await openDesk()
  learning = fewLessons(desk.database.db, fewAnswers())
  url = await desk.start({ learning })
  officer = await desk.login(url)
})
afterEach(() => desk[Symbol.asyncDispose]())

const page = async () => (await officer.get(PAGE)).text()
const ask = (question: string, number?: number) => askInVain(desk.database.db, learning, question, number)
async function act(deed: string, form: [string, string][] = []): Promise<Response> {
  const csrf = await officer.csrf(PAGE)
  return officer.post(`${PAGE}/${deed}`, [['csrf', csrf], ['province', giaLai], ...form])
}
const notice = (response: Response) =>
  new URLSearchParams(response.headers.get('location')?.split('?')[1]).get('notice')

describe('the page of questions that were not answered', () => {
  it('is the admin’s alone', async () => {
    const guest = new Officer(url)
    expect((await guest.get(PAGE)).headers.get('location')).toBe('/console/login')
    expect((await guest.post(`${PAGE}/attach`, [])).headers.get('location')).toBe('/console/login')
    expect((await officer.post(`${PAGE}/attach`, [['question', await ask(QUESTION)]])).status).toBe(403)
  })

  it('says when there are none', async () => {
    expect(await page()).toContain(t.empty)
    expect(await desk.deeds()).toEqual(['login console'])
  })

  it('lists them with the most frequent first, why each is there, and where it may belong; who looked is written down', async () => {
    await ask('xin phép xây mộ <b>')
    for (const number of [1, 2, 3]) await ask(QUESTION, number)
    const shown = await page()
    expect(shown.indexOf(QUESTION)).toBeLessThan(shown.indexOf('xây mộ'))
    expect(shown).toContain('xây mộ &lt;b&gt;')
    expect(shown).toContain('3 người chưa được trả lời')
    expect(shown).toContain(`<option value="${TOPIC}">${answers.article(TOPIC)?.title}</option>`)
    expect(await desk.deeds()).toContain('open_questions_listed province:gia-lai')
  })

  it('attaches the questions that are chosen, tells it, and undoes it', async () => {
    const hash = await ask(QUESTION)
    expect(
      notice(
        await act('attach', [
          ['question', hash],
          ['topic', TOPIC],
        ]),
      ),
    ).toBe('attached')
    const [lesson] = await learning.history(giaLai, 1)
    const shown = await page()
    expect([shown.includes(t.empty), shown.includes(`/console/learning/lessons/${lesson?.id}/undo`)]).toEqual([
      true,
      true,
    ])
    expect(notice(await act(`lessons/${lesson?.id}/undo`))).toBe('undone')
    expect(notice(await act(`lessons/${lesson?.id}/undo`))).toBe('undone_before')
    expect(await page()).toContain(`value="${hash}"`)
  })

  it('takes the guess whose button is pressed, but a typed topic before it', async () => {
    await act('attach', [
      ['question', await ask(QUESTION)],
      ['guess', TOPIC],
      ['topic', ''],
    ])
    await act('attach', [
      ['question', await ask('xin phép xây mộ')],
      ['guess', TOPIC],
      ['topic', 'vneid.quen-mat-khau'],
    ])
    expect((await learning.history(giaLai, 2)).map(({ topic }) => topic).sort()).toEqual([TOPIC, 'vneid.quen-mat-khau'])
  })

  it.each([
    { name: 'no question', form: [['topic', TOPIC]], says: 'no_question' },
    { name: 'no topic', form: [['question', 'x']], says: 'no_topic' },
    {
      name: 'a question that is none',
      form: [
        ['question', 'x'],
        ['topic', TOPIC],
      ],
      says: 'unknown',
    },
  ] as { name: string; form: [string, string][]; says: string }[])('says so where $name is chosen', async ({
    form,
    says,
  }) => {
    await ask(QUESTION)
    expect(notice(await act('attach', form))).toBe(says)
  })

  it('takes a topic by its title, too', async () => {
    const title = answers.article(TOPIC)?.title.toUpperCase() ?? ''
    expect(
      notice(
        await act('attach', [
          ['question', await ask(QUESTION)],
          ['topic', title],
        ]),
      ),
    ).toBe('attached')
    const [lesson] = await learning.history(giaLai, 1)
    expect(lesson?.topic).toBe(TOPIC)
    expect(await page()).toContain(`${TEXTS.who.admin}, `)
  })

  it('keeps a topic that is none where it was typed, beside what stands against it', async () => {
    const hash = await ask(QUESTION)
    await ask('xin phép xây mộ')
    const response = await act('attach', [
      ['question', hash],
      ['topic', 'vneid.<none>'],
    ])
    const shown = await response.text()
    expect(response.status).toBe(422)
    expect(shown).toMatch(
      new RegExp(`value="vneid.&lt;none&gt;" aria-invalid="true" aria-describedby="topic-mistake-${hash}"`),
    )
    expect(shown.split(t.notices.no_topic)).toHaveLength(2)
    expect(await learning.history(giaLai, 1)).toEqual([])
  })

  it('names what would get worse, and attaches it only when that is forced', async () => {
    const hash = await ask(HARM)
    const refused = await act('attach', [
      ['question', hash],
      ['topic', TOPIC],
    ])
    const shown = await refused.text()
    expect([
      refused.status,
      shown.includes('giá tiêu hôm nay bao nhiêu một ký'),
      shown.includes(t.verdict.force),
    ]).toEqual([409, true, true])
    expect(await learning.history(giaLai, 1)).toEqual([])
    expect(
      notice(
        await act('attach', [
          ['question', hash],
          ['guess', TOPIC],
          ['force', 'yes'],
        ]),
      ),
    ).toBe('attached')
    expect(await page()).toContain(t.history.forced)
  })

  it('dismisses what is nobody’s business here', async () => {
    expect(notice(await act('dismiss', [['question', await ask('giá cà phê hôm nay')]]))).toBe('dismissed')
    expect(await page()).toContain(t.history.dismissed)
  })

  it('lists the difficulties that people told, of one province at a time, until they are closed', async () => {
    const content = { procedure: 'khai sinh <i>', step: 'ký số', happened: 'báo lỗi 500', photoUrl: null }
    const told = { contact: person(1), commune: null, content, at: NOW }
    await recordFeedback(desk.database.db, sealer, { ...told, id: 'f1' as FeedbackId, province: giaLai })
    await recordFeedback(desk.database.db, sealer, { ...told, id: 'f2' as FeedbackId, province: haTinh })
    const shown = await page()
    expect(shown).toContain('khai sinh &lt;i&gt; · ký số')
    expect([shown.includes('feedback/f1'), shown.includes('feedback/f2')]).toEqual([true, false])
    expect(notice(await act('feedback/f1/close'))).toBe('closed')
    expect(notice(await act('feedback/f1/close'))).toBe('closed_before')
    expect(await page()).toContain(t.feedback.empty)
    expect(await desk.deeds()).toContain('feedback_closed feedback:f1')
  })
})
