import { answerQuestion } from './answer-question.ts'
import { assentOf } from './assent.ts'
import type { AskStep } from './flow/step.schema.ts'
import { accept, refuse } from './form/answer.ts'
import { readWithPart } from './form/answer-parts.ts'
import { remind } from './form/ask.ts'
import { correctByKind } from './form/correct.ts'
import { type Asking, askingOf, type Draft } from './form/draft.ts'
import { obey, park, restart } from './form/moves.ts'
import { HUMAN_AT, nudge } from './form/nudge.ts'
import { spreadAnswers } from './form/spread.ts'
import { groupOnTop } from './form/stack.ts'
import { understand } from './question/understand.ts'
import { startWithin } from './start.ts'

/** Kinds of asks to which whole sentences are no answer: what they read, they read for sure. */
const CLOSED: ReadonlySet<AskStep['expects']> = new Set(['choice', 'yes_no'])

/** Words while a form asks: an answer, a command, a question in between, a new wish, or none of these. */
export async function onAnswer(draft: Draft, asking: Asking, text: string): Promise<void> {
  const { conversation, input } = draft
  const { step, frame } = asking
  draft.decision = 'flow'
  const read = () => readWithPart(step, frame.values, text, (words) => conversation.readAnswer(step, words, input))
  const closed = CLOSED.has(step.expects)
  const early = closed ? read() : null
  if (early?.type === 'understood') return accept(draft, asking, new Map([[step, early.saved]]))
  const command = conversation.readCommand(text)
  if (command && (await obey(draft, asking, command, text))) return
  // Where any text will do, a question that is asked again after its answer is what the person wants to say.
  const repeated = step.expects === 'text' && draft.session.lastQuestion === text
  if (step.why !== undefined && conversation.asksWhy(text)) return nudge(draft, asking, step.why)
  const question = !repeated && conversation.isQuestion(text)
  if (question && (await digress(draft, text, { asks: true }))) return
  const phrase = conversation.matchPhrase(text)
  const answer = early ?? read()
  if (answer.type === 'unclear' && namesAnother(draft, text)) return restart(draft)
  // Many words are a name by their form: "gặp người".
  if (phrase && (answer.type === 'unclear' || step.expects === 'text' || step.expects === 'name')) {
    // "dạ", "ok" say that the person listens, and are thanks for nothing.
    return assentOf(draft, text) === true ? nudge(draft, asking) : startWithin(draft, phrase)
  }
  if (answer.type === 'unclear' && (await correctByKind(draft, asking, text))) return
  const several = severalAnswers(draft, asking, text, answer.type === 'understood')
  if (several) return accept(draft, asking, several)
  if (answer.type === 'understood') return accept(draft, asking, new Map([[step, answer.saved]]))
  const mayBeQuestion = answer.options.length === 0 && !question && /\p{L}{2}/u.test(text)
  if (mayBeQuestion && (await digress(draft, text, { asks: false }))) return
  if (frame.tries < HUMAN_AT) return refuse(draft, asking, answer)
  // A person was offered already, and this is no answer either: it is taken for something else.
  park(draft)
  await answerQuestion(draft, text)
}

/** The code of something that the form under way is about, and that it does not offer now: it begins anew with that. */
function namesAnother({ conversation, session }: Draft, text: string): boolean {
  const flow = conversation.matchCode(text)
  return flow !== null && groupOnTop(session.stack).at(0)?.flow === flow.id
}

/** A message that is an answer as a whole may hold others too, but hardly a name: any words behind it would be one. */
function severalAnswers(draft: Draft, { flow, at, step, frame }: Asking, text: string, understood: boolean) {
  const { conversation, input } = draft
  const { province, now } = input
  const several = spreadAnswers(flow.steps, at, text, {
    read: conversation.readAnswer,
    values: frame.values,
    province,
    now,
  })
  if (!several || !understood) return several
  const sure = new Map([...several].filter(([asked]) => asked === step || asked.expects !== 'name'))
  return sure.size > 1 && sure.has(step) ? sure : null
}

/** Answers a question that came in the middle of a form, and reminds of what is asked; false when it is not answered. */
async function digress(draft: Draft, text: string, { asks }: { readonly asks: boolean }): Promise<boolean> {
  const { conversation } = draft
  const understood = understand(draft, text)
  const { decision } = understood
  if (decision.kind === 'flow') {
    const flow = conversation.flows.get(decision.flow)
    if (!flow) return false
    await startWithin(draft, flow)
    return true
  }
  if (decision.kind === 'decline' || (decision.kind === 'clarify' && !asks)) return false
  await answerQuestion(draft, text, understood)
  afterDigression(draft)
  return true
}

/** The answer's own buttons would mix with those of the form: only the form's are kept, but for a question back. */
export function afterDigression(draft: Draft): void {
  const asking = askingOf(draft)
  if (!asking || draft.decision === 'clarify') return
  for (const [at, message] of draft.messages.entries())
    if (message.type === 'text') draft.messages[at] = { type: 'text', text: withoutLastLine(message.text, draft) }
  remind(draft, asking)
}

function withoutLastLine(text: string, { conversation }: Draft): string {
  const { related } = conversation.texts
  return text.endsWith(related) ? text.slice(0, -related.length).trimEnd() : text
}
