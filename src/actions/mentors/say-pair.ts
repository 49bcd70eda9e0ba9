import { fill } from '../../core/fill.ts'
import type { ReplyChoice, TextMessage } from '../../core/messages.ts'
import { payloadOf } from '../../engine/payload.ts'
import { type MentorRules, sayLanguages } from '../../mentors/languages.ts'
import { firstNameOf, type Mentor } from '../../mentors/mentor.ts'
import { otherSide, type Pair, type PairNews, type Side } from '../../mentors/pair.ts'
import type { Units } from '../../staff/units.ts'
import type { MentorTexts } from './mentor-texts.ts'

/** The flows that the buttons of a pair begin. */
const FLOWS = {
  agree: 'dong-y-dong-hanh',
  decline: 'khong-dong-hanh',
  learned: 'da-biet-lam',
  end: 'ket-thuc-dong-hanh',
} as const
const CHOICES: Readonly<Record<Side, Partial<Record<PairNews['kind'], readonly (keyof typeof FLOWS)[]>>>> = {
  mentor: { proposed: ['agree', 'decline'], agreed: ['end'] },
  learner: { proposed: ['agree', 'decline'], agreed: ['learned', 'end'] },
}

/** What saying something about pairs needs. */
export interface PairSpeech {
  readonly mentorTexts: MentorTexts
  readonly mentorRules: MentorRules
  readonly desk: { readonly units: Pick<Units, 'nameOf'> }
}

/** The message by which one of a pair hears of something. */
export function sayNews(speech: PairSpeech, { to, kind, pair }: PairNews): TextMessage {
  const { mentorTexts: texts } = speech
  const text = fill(texts.news[to][kind], valuesFor(speech, pair, to))
  const choices = CHOICES[to][kind]?.map((choice): ReplyChoice => {
    return { type: 'reply', label: texts.labels[choice], payload: payloadOf({ type: 'flow', flow: FLOWS[choice] }) }
  })
  return { type: 'text', text, ...(choices && { choices }) }
}

/** What one of a pair may know of the other: the first name, and the phone once both have agreed. */
export function valuesFor(speech: PairSpeech, pair: Pair, side: Side) {
  const other = pair[otherSide(side)]
  return {
    name: firstNameOf(other.name),
    unit: speech.desk.units.nameOf(other.commune),
    phone: pair.status === 'agreed' ? other.phone : '',
    wish: pair.learner.wish,
    language: sayLanguages(speech.mentorRules, [pair.learner.language]),
    progress: progressOf(speech, pair.mentor),
  }
}

/** A line about a pair for one of the two. */
export function pairSaid(speech: PairSpeech, pair: Pair, side: Side): string {
  const { pair: texts } = speech.mentorTexts
  const values = valuesFor(speech, pair, side)
  const own = side === 'mentor' ? pair.mentorAgreed : pair.learnerAgreed
  const state = pair.status === 'agreed' ? 'agreed' : own ? 'waits' : 'asked'
  return fill(texts[side], { ...values, state: fill(texts.states[state], { phone: values.phone }) })
}

/** `Anh/chị đã giúp 3/5 người.` */
export function progressOf({ mentorTexts, mentorRules }: PairSpeech, { helped }: Pick<Mentor, 'helped'>): string {
  return fill(mentorTexts.progress, { helped: String(helped), aim: String(mentorRules.aim) })
}
