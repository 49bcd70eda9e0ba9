import type { ProvinceId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import type { Learning } from '../learning/learning.ts'
import type { PersonalMask } from '../llm/mask-personal.ts'
import type { FrequentQuestions } from './report.ts'

/** The questions of a province that most people asked in vain in a period, the most frequent first. */
export type AskFrequent = (province: ProvinceId, period: Period) => Promise<readonly FrequentQuestions[]>

const SHOWN = 10
/** Words that so many people put the same are nobody's own. */
const SAID_BY = 3

/**
 * Tells groups by a wording that several people used, without what the mask takes for personal; a group that everybody
 * puts in their own words is told by the topic nearest to it.
 */
export function createAskFrequent(learning: Pick<Learning, 'groups' | 'topics'>, mask: PersonalMask): AskFrequent {
  return async (province, period) => {
    const { groups } = await learning.groups(province, SHOWN, period)
    const titles = learning.topics(province)
    return groups.map(({ questions: [first], people, guesses: [guess] }) => ({
      question: first.contacts.length >= SAID_BY ? mask(first.question) : null,
      nearestTopic: guess === undefined ? null : (titles.get(guess) ?? null),
      people,
    }))
  }
}
