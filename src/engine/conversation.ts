import type { TeachableAnswers } from '../answers/teachable.ts'
import type { ProvinceId } from '../core/ids.ts'
import type { Llm } from '../llm/llm.ts'
import type { Actions } from './action.ts'
import type { Delicate } from './delicate/load-delicate.ts'
import type { Flow, FlowEvent } from './flow/flow.schema.ts'
import type { CommandReader } from './form/commands.ts'
import type { FormTexts } from './form/form-texts.ts'
import type { AnswerReader } from './form/read-answer.ts'
import type { FragmentWords } from './fragments/load-fragments.ts'
import type { PhraseMatcher } from './phrases.ts'
import type { ChoicePicker } from './pick-choice.ts'
import type { Continuing } from './question/continuing.ts'

/** Short texts that frame answers (`data/messages/conversation.yaml`). */
export interface ConversationTexts {
  readonly intro: string
  readonly clarify: string
  readonly somethingElse: string
  readonly more: string
  /** The way to the whole article from a part of it. */
  readonly whole: string
  readonly related: string
  readonly notRight: string
  /** Said to who has nothing more to tell staff. */
  readonly nothingToAdd: string
}

/** All that a turn decides with. Nothing of it changes while the system runs, but that `answers` may be taught. */
export interface Conversation {
  readonly flows: ReadonlyMap<string, Flow>
  readonly actions: Actions
  readonly matchPhrase: PhraseMatcher
  /** The flow that a code starts: "LC13". `matchPhrase` finds it too. */
  readonly matchCode: PhraseMatcher
  readonly pickChoice: ChoicePicker
  readonly readAnswer: AnswerReader
  readonly readCommand: CommandReader
  /** Whether a text is put as a question: "lớp học ở đâu?". */
  readonly isQuestion: (text: string) => boolean
  /** Whether a text asks what something is needed for, or who sees it: "hỏi số điện thoại làm gì". */
  readonly asksWhy: (text: string) => boolean
  readonly answers: TeachableAnswers
  readonly delicate: Delicate
  readonly continuing: Continuing
  readonly fragments: FragmentWords
  /** null where none is set: then everything is said in the articles' own words. */
  readonly llm: Llm | null
  readonly texts: ConversationTexts
  readonly formTexts: FormTexts
  /** The flow that hands over to a person; null when there is none. */
  readonly humanFlow: Flow | null
  /** The flow in which people say that an answer was wrong; null when there is none. */
  readonly ratingFlow: Flow | null
  /** Values for `{{names}}` in texts, by province. */
  readonly values: (province: ProvinceId) => Readonly<Record<string, string>>
}

export function flowFor(conversation: Pick<Conversation, 'flows'>, event: FlowEvent): Flow {
  for (const flow of conversation.flows.values()) if (flow.starts.events.includes(event)) return flow
  throw new Error(`no flow starts at ${event}`)
}
