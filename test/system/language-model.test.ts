import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelEndpoint, startModelEndpoint } from '../support/model-endpoint.ts'
import { waitUntil } from '../support/system.ts'
import { saysArticle } from './support/knowledge.ts'
import { citizen } from './support/people.ts'
import { type Scene, startScene } from './support/scene.ts'

const QUESTION = 'quên mật khẩu vneid'
const TOPIC = 'vneid.quen-mat-khau'

describe('a server with a language model', () => {
  let endpoint: ModelEndpoint
  let scene: Scene
  let people = 0
  const someone = () => citizen(scene.system, 'zalo', ++people)
  const firstPart = (article: string | null | undefined) => article?.split('\n\n')[0] ?? ''

  beforeAll(async () => {
    endpoint = await startModelEndpoint()
    scene = await startScene('sqlite', { env: { LLM_BASE_URL: endpoint.url, LLM_MODEL: 'm', LOG_LEVEL: 'trace' } })
    // Until the client is loaded the articles' own texts are sent.
    endpoint.answer(({ data }) => firstPart(data.article))
    await waitUntil('the model to be asked', async () => {
      const person = someone()
      await person.answerTo(() => person.writes(QUESTION))
      return endpoint.requests.length > 0
    })
  })
  afterAll(async () => {
    await scene[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
  })

  it('sends what the model made of the article, with its sources', async () => {
    endpoint.answer(({ data }) => firstPart(data.article))
    const person = someone()
    const answer = await person.answerTo(() => person.writes(QUESTION))
    expect(answer).toContain(firstPart(endpoint.requests.at(-1)?.data.article))
    expect(saysArticle(answer, TOPIC)).toBe(false)
    expect(answer).toContain('Nguồn: ')
  })

  it.each([
    ['lies', (article: string) => `${firstPart(article)} Lệ phí là 77.000 đồng.`],
    ['sends people elsewhere', (article: string) => `${firstPart(article)} Xem vneid-gov.top.`],
    ['is broken', () => 500],
    ['breaks off in the middle', () => 'cut' as const],
    ['never ends', () => 'slow' as const],
  ])('sends the article itself when the model %s', async (_, reply) => {
    endpoint.answer(({ data }) => reply(data.article ?? ''))
    const person = someone()
    const answer = await person.answerTo(() => person.writes(QUESTION))
    expect(saysArticle(answer, TOPIC)).toBe(true)
  })

  it('finds with the model what a follow-up means', async () => {
    endpoint.answer(({ data }) => (data.article ? firstPart(data.article) : 'đăng ký vneid mức 2 cần gì'))
    const person = someone()
    await person.answerTo(() => person.writes(QUESTION))
    const before = endpoint.requests.length
    const answer = await person.answerTo(() => person.writes('rứa còn cái bậc cao hơn tê thì răng'))
    const [rewriting, rephrasing] = endpoint.requests.slice(before)
    expect(rewriting?.data).toMatchObject({ before: QUESTION })
    expect(answer).toContain(firstPart(rephrasing?.data.article))
    expect(rephrasing?.data.article).toContain('mức 2')
  })

  it('tells the model nothing of who asks, and the log nothing of what was asked', async () => {
    endpoint.answer(({ data }) => firstPart(data.article))
    const person = someone()
    await person.answerTo(() => person.writes(`tôi là Nguyễn Thị Lựu 0912345678, ${QUESTION}`))
    expect(JSON.stringify(endpoint.requests)).not.toMatch(/Lựu|0912345678/)
    expect(scene.system.log()).not.toMatch(/Lựu|quên mật khẩu/)
  })

  it('is not asked where no article answers', async () => {
    const before = endpoint.requests.length
    const person = someone()
    const answer = await person.answerTo(() => person.writes('gặp cán bộ'))
    expect(answer).not.toBe('')
    expect(endpoint.requests).toHaveLength(before)
  })
})
