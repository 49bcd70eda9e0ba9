import { describe, expect, it } from 'vitest'
import { createAnswers } from '../../src/answers/answer.ts'
import { readArticles } from '../../src/answers/read-articles.ts'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import { articleFile } from './support/article-file.ts'
import { language, texts } from './support/project.ts'

const giaLai = 'gia-lai' as ProvinceId
const dongNai = 'dong-nai' as ProvinceId
const topics = new Map(
  [
    ['vneid.quen-mat-khau', 'vneid', 'quên mật khẩu, quên passcode'],
    ['vneid.cai-dat', 'vneid', 'tải và cài ứng dụng'],
    ['ds.ung-dung-tinh', 'doi-song', 'ứng dụng Đồng Nai S'],
    ['thu-tuc.khai-sinh', 'thu-tuc', 'đăng ký khai sinh'],
  ].map(([id = '', group = '', meaning = '']) => [id as TopicId, { group, meaning }]),
)
const files = [
  articleFile({
    id: 'vneid.quen-mat-khau',
    title: 'Quên mật khẩu VNeID',
    questions: ['quên mật khẩu vneid', 'lấy lại mật khẩu'],
    followUps: '[vneid.cai-dat, ds.ung-dung-tinh]',
    body: 'Bấm Quên mật khẩu.\n\n::: gia-lai\nỞ Gia Lai hỏi công an xã.\n:::\n\n<!-- xem thêm -->\n\nChi tiết.',
  }),
  articleFile({
    id: 'vneid.cai-dat',
    title: 'Cài VNeID',
    short: 'Cài VNeID',
    questions: ['tải vneid', 'cài app vneid'],
    body: 'Vào kho ứng dụng.',
  }),
  articleFile({
    id: 'ds.ung-dung-tinh',
    path: 'data/knowledge/doi-song/ds.ung-dung-tinh.md',
    title: 'Ứng dụng Đồng Nai S',
    short: 'Đồng Nai S',
    questions: ['đồng nai s là gì', 'tải đồng nai s'],
    provinces: '[dong-nai]',
    body: 'Đồng Nai S là ứng dụng của tỉnh.',
  }),
]
const { articles, problems } = readArticles(files, topics)
const answers = createAnswers({ articles, topics, language, texts })
const decisionOn = (question: string, province = giaLai) => answers.find(question, { province }).decision

describe('find', () => {
  it('has articles to search', () => {
    expect(problems).toEqual([])
  })

  it.each([
    { question: 'quên mật khẩu vneid thì làm sao', topic: 'vneid.quen-mat-khau' },
    { question: 'quen mk vneid', topic: 'vneid.quen-mat-khau' },
    { question: 'TẢI APP VNEID 😀', topic: 'vneid.cai-dat' },
  ])('answers "$question"', ({ question, topic }) => {
    expect(decisionOn(question)).toMatchObject({ kind: 'answer', topic })
  })

  it('shows an article of one province to its people alone', () => {
    expect(decisionOn('tải đồng nai s', dongNai)).toMatchObject({ kind: 'answer', topic: 'ds.ung-dung-tinh' })
    expect(decisionOn('tải đồng nai s', giaLai)).toMatchObject({ kind: 'decline' })
    const ranked = answers.find('tải đồng nai s', { province: giaLai }).ranked.map(({ topic }) => topic)
    expect(ranked).not.toContain('ds.ung-dung-tinh')
  })

  it.each(['đăng ký khai sinh', 'giá vàng hôm nay', '', '?!', 'zzzz'])('declines "%s"', (question) => {
    expect(decisionOn(question)).toMatchObject({ kind: 'decline' })
  })

  it('reads a question of any length in no time', () => {
    const started = performance.now()
    decisionOn('zxq'.repeat(100_000))
    decisionOn('tôi muốn hỏi '.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(200)
  })
})

describe('compose', () => {
  const article = answers.article('vneid.quen-mat-khau' as TopicId)
  const composed = (province: ProvinceId) => article && answers.compose(article, { province })

  it('puts the text of the province, sources and date under the answer', () => {
    expect(composed(giaLai)?.text).toBe(
      'Bấm Quên mật khẩu.\n\nỞ Gia Lai hỏi công an xã.\n\nNguồn: Nguồn thử (10/09/2025).\nThông tin cập nhật ngày 21/11/2026.',
    )
    expect(composed(dongNai)?.text).not.toContain('Gia Lai')
  })

  it('gives the rest, the sources and the date apart', () => {
    expect(composed(giaLai)).toMatchObject({
      more: 'Chi tiết.',
      sources: [{ title: 'Nguồn thử', url: null, date: '10/09/2025' }],
      updated: '21/11/2026',
    })
  })

  it('offers only what may be shown in the province', () => {
    expect(composed(giaLai)?.followUps).toEqual([{ topic: 'vneid.cai-dat', label: 'Cài VNeID' }])
    expect(composed(dongNai)?.followUps.map(({ label }) => label)).toEqual(['Cài VNeID', 'Đồng Nai S'])
  })

  it('knows no article of a topic without one', () => {
    expect(answers.article('thu-tuc.khai-sinh' as TopicId)).toBeUndefined()
  })
})
