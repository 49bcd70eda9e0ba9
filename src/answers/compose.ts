import { z } from 'zod'
import { fill } from '../core/fill.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Article, Source } from './article.ts'

/** What a person is shown of an article. */
export interface ComposedAnswer {
  /** The article with what concerns the province, its sources and its date. */
  readonly text: string
  /** What the article says beyond its answer. */
  readonly more: string | null
  readonly sources: readonly { readonly title: string; readonly url: string | null; readonly date: string }[]
  /** Where to go on: topics that have an article here, with the labels of their buttons. */
  readonly followUps: readonly { readonly topic: TopicId; readonly label: string }[]
  /** When the text was last compared with its sources: `dd/mm/yyyy`. */
  readonly updated: string
}

/** The phrases under an answer, with `{{names}}` (`data/messages/answers.yaml`). */
export const answerTextsSchema = z.strictObject({
  sources: z.string().includes('{{sources}}'),
  source: z.string().includes('{{title}}').includes('{{date}}'),
  source_without_date: z.string().includes('{{title}}'),
  updated: z.string().includes('{{date}}'),
})
export type AnswerTexts = z.infer<typeof answerTextsSchema>

/** More names under a message than this are not read; all of them are in `ComposedAnswer.sources`. */
const SHOWN_SOURCES = 3
/** How an article says that a source bears no date (docs/knowledge.md). */
const NO_DATE = 'không rõ'

/** What an article itself says to people of `province`, without its sources. */
export function articleText(article: Article, province: ProvinceId): string {
  const block = article.provinceBlocks.get(province)
  return block ? `${article.body}\n\n${block}` : article.body
}

/** Makes the text that people of `province` read; `wording` stands for the article's own. `labelOf` gives the button's label of a topic that may be shown there. */
export function composeAnswer(
  article: Article,
  province: ProvinceId,
  texts: AnswerTexts,
  labelOf: (topic: TopicId) => string | undefined,
  wording: string = articleText(article, province),
): ComposedAnswer {
  const updated = article.reviewed.split('-').reverse().join('/')
  const sources = article.sources.filter((source) => source.province === null || source.province === province)
  const under = [sourceLine(sources, texts), fill(texts.updated, { date: updated })].filter((line) => line !== '')
  return {
    text: [wording, under.join('\n')].join('\n\n'),
    more: article.more,
    sources: sources.map(({ title, url, date }) => ({ title, url, date })),
    followUps: article.followUps.flatMap((topic) => {
      const label = labelOf(topic)
      return label === undefined ? [] : [{ topic, label }]
    }),
    updated,
  }
}

/** The names of the first sources; empty when none concerns the province. */
function sourceLine(sources: readonly Source[], texts: AnswerTexts): string {
  const names = sources.map(({ title, date }) =>
    date === NO_DATE ? fill(texts.source_without_date, { title }) : fill(texts.source, { title, date }),
  )
  const shown = [...new Set(names)].slice(0, SHOWN_SOURCES)
  return shown.length > 0 ? fill(texts.sources, { sources: shown.join('; ') }) : ''
}
