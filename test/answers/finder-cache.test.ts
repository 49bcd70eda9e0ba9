import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { buildingFinder, type Finder } from '../../src/answers/finder.ts'
import { createFinderCache } from '../../src/answers/finder-cache.ts'
import type { Searched, Taught } from '../../src/answers/searched.ts'
import { createTeachableAnswers } from '../../src/answers/teachable.ts'
import { readLanguage } from '../../src/answers/text/language.ts'
import { typedTokens } from '../../src/answers/text/reader.ts'
import type { TopicId } from '../../src/core/ids.ts'
import { atOnce } from '../../src/core/stepwise.ts'
import { articles, texts, topics } from './support/project.ts'

const LANGUAGE = resolve(import.meta.dirname, '../../data/language')
const language = readLanguage(LANGUAGE)
const VNEID = 'vneid.quen-mat-khau' as TopicId

const searched: Searched[] = [
  one(
    VNEID,
    'Quên mật khẩu VNeID',
    ['quên mật khẩu vneid thì làm sao', 'lấy lại mật khẩu'],
    'Mở ứng dụng, bấm Quên mật khẩu.',
  ),
  one('cks.mien-phi' as TopicId, 'Chữ ký số miễn phí', ['đăng ký chữ ký số ở đâu'], 'Cấp miễn phí cho người dân.'),
]

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'finder-cache-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

function one(topic: TopicId, title: string, questions: readonly string[], body: string): Searched {
  return { group: topic.split('.')[0] ?? '', article: null, topic, title, questions, body: [body] }
}

function finderOf(texts: readonly Searched[] = searched, taught: Taught = new Map()): Finder {
  return atOnce(buildingFinder(texts, language, { taught, cache: createFinderCache(LANGUAGE, folder) }))
}

function signalsOf({ index, classify, read }: Finder, question: string) {
  const words = read(typedTokens(question))
  return { words, search: index.search(words), likely: classify(words) }
}

test.each([
  'quen mat khau',
  'chữ ký số',
  'quênn mật khẩuu vnied',
  'thời tiết hôm nay',
])('a finder that was kept finds as the one that was made: %s', (question) => {
  const made = atOnce(buildingFinder(searched, language))
  finderOf()
  expect(readdirSync(folder)).toHaveLength(1)
  expect(signalsOf(finderOf(), question)).toEqual(signalsOf(made, question))
})

test.each([
  [
    'another text',
    () => finderOf([...searched, one('dvc.la-gi' as TopicId, 'Dịch vụ công', ['dvc là gì'], 'Làm tại nhà.')]),
  ],
  ['something taught', () => finderOf(searched, new Map([[VNEID, ['mất pass rồi']]]))],
])('%s is another finder', (_, make) => {
  finderOf()
  make()
  expect(readdirSync(folder)).toHaveLength(2)
})

test('what was taught is known to the finder that was kept', () => {
  const taught: Taught = new Map([[VNEID, ['bí kíp qua cửa']]])
  finderOf(searched, taught)
  const words = ['bí', 'kíp', 'qua', 'cửa']
  const { index, read } = finderOf(searched, taught)
  expect(index.search(read(words)).nearest[0]).toBeCloseTo(1)
})

test('a damaged file is made anew', () => {
  finderOf()
  const [name = ''] = readdirSync(folder)
  writeFileSync(join(folder, name), 'no finder')
  const { search } = signalsOf(finderOf(), 'quên mật khẩu')
  expect(search.nearest[0]).toBeGreaterThan(0.5)
  expect(signalsOf(finderOf(), 'quên mật khẩu').search).toEqual(search)
})

test('a folder that cannot be written is done without', () => {
  const blocked = join(folder, 'blocked')
  writeFileSync(blocked, '')
  const cache = createFinderCache(LANGUAGE, join(blocked, 'below'))
  expect(() => atOnce(buildingFinder(searched, language, { cache }))).not.toThrow()
})

test('old files make room for new ones', () => {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < 12; number++) finderOf([...searched, one(VNEID, `Số ${number}`, [], '')])
  expect(readdirSync(folder)).toHaveLength(8)
})

test('what is used outlives what is only newer', () => {
  finderOf()
  const [used = ''] = readdirSync(folder)
  for (let number = 0; number < 12; number++) {
    finderOf([...searched, one(VNEID, `Số ${number}`, [], '')])
    finderOf()
  }
  expect(readdirSync(folder)).toContain(used)
})

test('what is taught while people ask is made anew, and not kept', () => {
  const cache = createFinderCache(LANGUAGE, folder)
  const answers = createTeachableAnswers({ articles: articles.slice(0, 2), topics, language, texts, cache })
  atOnce(answers.others(new Map([[VNEID, ['bí kíp qua cửa']]])))
  expect(readdirSync(folder)).toHaveLength(1)
})
