import type { TopicId } from '../core/ids.ts'
import type { Evidence, TopicCandidate } from './decide.ts'
import type { Ranking } from './rank.ts'

/** What a decision goes by. `topicOf` gives the topic at a place of the index, undefined where it cannot be answered here. */
export function evidenceOf({ candidates, anchored }: Ranking, topicOf: (at: number) => TopicId | undefined): Evidence {
  const here: TopicCandidate[] = []
  let bestElsewhere = 0
  let likelyElsewhere = 0
  for (const { at, score, named, likely } of candidates) {
    const topic = topicOf(at)
    if (topic !== undefined) here.push({ topic, score, named })
    else {
      // The best stand first.
      if (bestElsewhere === 0) bestElsewhere = score
      likelyElsewhere += likely
    }
  }
  return { candidates: here, bestElsewhere, likelyElsewhere, anchored }
}
