import { containerBootstrap } from '@nlpjs/core'
import { NluNeural } from '@nlpjs/nlu'
import { BEST, type PlainArticle, type PlainLibrary, plain } from './library.ts'

/** The classifier inside node-nlp 4, trained on titles and sample questions. */
export async function nlp(articles: readonly PlainArticle[]): Promise<PlainLibrary> {
  const classifier = new NluNeural({
    locale: 'vi',
    container: await containerBootstrap(),
    log: false,
    useNoneFeature: false,
  })
  await classifier.train(
    articles.flatMap(({ topic, sentences }) => sentences.map((utterance) => ({ utterance, intent: topic }))),
  )
  return {
    name: 'NLP.js 4',
    async find(question) {
      const { classifications } = await classifier.process(plain(question))
      return classifications.slice(0, BEST).map(({ intent, score }) => ({ topic: intent, score }))
    },
  }
}
