import type { TopicId } from '../core/ids.ts'
import type { Evidence } from './decide.ts'
import type { Ranking } from './rank.ts'

/** What a decision goes by. `topicOf` gives the topic at a place of the index, undefined where it cannot be answered here. */
export function evidenceOf({ candidates, anchored }: Ranking, topicOf: (at: number) => TopicId | undefined): Evidence {
  const elsewhere = candidates.filter(({ at }) => topicOf(at) === undefined)
  return {
    candidates: candidates.flatMap(({ at, score, named }) => {
      const topic = topicOf(at)
      return topic === undefined ? [] : [{ topic, score, named }]
    }),
    bestElsewhere: elsewhere[0]?.score ?? 0,
    likelyElsewhere: elsewhere.reduce((sum, { likely }) => sum + likely, 0),
    anchored,
  }
}
