import type { Attachment, FormSubmitted } from '../core/events.ts'
import { answerQuestion, showArticle, showMore } from './answer-question.ts'
import { assentOf } from './assent.ts'
import { flowFor } from './conversation.ts'
import { heedDelicate } from './delicate/heed-delicate.ts'
import { type DetailedStart, detailedStart } from './details.ts'
import type { Flow } from './flow/flow.schema.ts'
import type { AskStep } from './flow/step.schema.ts'
import { accept, refuse } from './form/answer.ts'
import { type Asking, askingOf, type Draft } from './form/draft.ts'
import { cancel, park, restart, resume, sayNothingUnderWay } from './form/moves.ts'
import { HUMAN_AT, nudge } from './form/nudge.ts'
import { answersOfContactForm, savedOf } from './form/platform-answers.ts'
import { endListening, hear } from './listening.ts'
import { correctByButton, moveForm, sayTooLate } from './move-form.ts'
import { afterDigression, onAnswer } from './on-answer.ts'
import { readPayload } from './payload.ts'
import { notePick } from './question/note-unanswered.ts'
import { startAtPlace } from './question/start-at-place.ts'
import type { Frame, Session } from './session.ts'
import { offerLeft, start, startWithin } from './start.ts'
import { answersLeft, takeUp } from './take-up.ts'

/** Kinds of asks to which "2" is an answer, before it is the second button. */
const NUMERIC: ReadonlySet<AskStep['expects']> = new Set(['number', 'date', 'time', 'date_time'])

/** A message in words. `left`: the form that was left for long, to be offered again. */
export async function onText(draft: Draft, typed: string, left: Frame | null): Promise<void> {
  const { conversation } = draft
  const text = await heedDelicate(draft, typed)
  if (text === null) return
  const asking = askingOf(draft)
  const payload = asking && isNumericAnswer(draft, asking, text) ? null : pickedPayload(draft, text)
  if (payload !== null) return onButton(draft, payload, text, left)
  if (asking) return onAnswer(draft, asking, text)
  const flow = conversation.matchPhrase(text)
  const detailed = flow ? null : detailedStart(draft, text)
  const command = flow ? null : conversation.readCommand(text)
  if (flow) await start(draft, flow)
  else if (detailed) await start(draft, detailed.flow, { said: saidFor(detailed) })
  else if (command?.type === 'cancel' && endListening(draft)) return
  else if (command && command.type !== 'correct' && command.type !== 'skip') await commandAside(draft, command.type)
  else if (await answersLeft(draft, text)) return
  else if (!(await startAtPlace(draft, text)) && !(await hear(draft, text))) await answerQuestion(draft, text)
  // On return, words that mean nothing by themselves most likely belong to what was left: only that is offered then.
  const means = draft.decision !== 'decline' && !(draft.decision === 'chitchat' && assentOf(draft, text) === true)
  if (left && !means && !conversation.isQuestion(text)) offerLeft(draft, left, { alone: true })
  else offerLeft(draft, left)
}

function saidFor({ ask, said }: DetailedStart): Frame['values'] {
  return ask && said ? { [ask.save]: said } : {}
}

/** A command while nothing is asked: it is about the form that was put aside, if there is one. */
async function commandAside(draft: Draft, type: 'cancel' | 'back' | 'restart' | 'resume'): Promise<void> {
  draft.decision = 'flow'
  if (type === 'cancel') cancel(draft)
  else if (type === 'restart') await restart(draft)
  else if (!(await resume(draft))) sayNothingUnderWay(draft)
}

function isNumericAnswer(draft: Draft, { step }: Asking, text: string): boolean {
  const [first] = draft.session.choices
  const type = first && readPayload(first.payload)?.type
  if (!NUMERIC.has(step.expects) || type === 'topic' || type === 'more' || type === 'flow') return false
  return draft.conversation.readAnswer(step, text, draft.input).type === 'understood'
}

/** The button that was typed: by its number, its label, or by a yes or no where two ways were offered. */
function pickedPayload(draft: Draft, text: string): string | null {
  const { conversation, session } = draft
  const picked = conversation.pickChoice(text, session.choices)
  if (picked !== null) return picked
  if (!isOffer(session.choices)) return null
  const assent = assentOf(draft, text)
  return assent === null ? null : (session.choices[assent ? 0 : 1]?.payload ?? null)
}

function isOffer(choices: Session['choices']): boolean {
  const [first, second] = choices.map(({ payload }) => readPayload(payload))
  return choices.length === 2 && second?.type === 'form' && (first?.type === 'switch' || first?.type === 'form')
}

/** Goes where a payload leads; one that leads nowhere any more is read as the words on its button. */
export async function onButton(draft: Draft, payload: string, label: string, left: Frame | null): Promise<void> {
  const { conversation, input } = draft
  const target = readPayload(payload)
  if (target) notePick(draft, target)
  switch (target?.type) {
    case 'flow':
    case 'switch': {
      const flow = conversation.flows.get(target.flow)
      if (!flow) break
      if (target.type === 'switch') await start(draft, flow, { anyway: true })
      else if (askingOf(draft)) await startWithin(draft, flow)
      else await start(draft, flow)
      return offerLeft(draft, left)
    }
    case 'form':
      return moveForm(draft, target)
    case 'correct':
      return correctByButton(draft, target)
    case 'answer': {
      await takeUp(draft, ({ flow, step }) => flow === target.flow && step === target.step)
      const asking = askingOf(draft)
      if (asking?.frame.flow !== target.flow || asking.step.id !== target.step) return sayTooLate(draft, target.flow)
      draft.decision = 'flow'
      const answer = conversation.readAnswer(asking.step, target.text, input)
      // What was offered as one of several readings is the answer, though it can still be read in several ways.
      const saved =
        answer.type === 'understood' ? answer.saved : answer.options.find(({ said }) => said === target.text)
      if (saved) return accept(draft, asking, new Map([[asking.step, saved]]))
      if (answer.type === 'unclear') refuse(draft, asking, answer)
      return
    }
    case 'topic':
    case 'more': {
      const article = conversation.answers.article(target.topic)
      if (!article) break
      if (target.type === 'topic') showArticle(draft, article)
      else showMore(draft, article)
      afterDigression(draft)
      return offerLeft(draft, left)
    }
    default:
      break
  }
  const asking = askingOf(draft)
  if (asking) return onAnswer(draft, asking, label)
  await answerQuestion(draft, label)
  offerLeft(draft, left)
}

/** What came beside words is an answer where the form asks for just that; false otherwise. */
export async function answerWithAttachments(draft: Draft, attachments: readonly Attachment[]): Promise<boolean> {
  const asking = askingOf(draft)
  if (!asking) return false
  const saved = attachments.map((attachment) => savedOf(asking.step, attachment)).find((one) => one !== null)
  if (!saved) return false
  draft.decision = 'flow'
  await accept(draft, asking, new Map([[asking.step, saved]]))
  return true
}

/** Pictures, positions and the like: an answer where the form asks for one, else what the flows say to them. */
export async function onAttachments(
  draft: Draft,
  attachments: readonly Attachment[],
  left: Frame | null,
): Promise<void> {
  const { conversation } = draft
  if (await answerWithAttachments(draft, attachments)) return
  const asking = askingOf(draft)
  const kind = attachments[0]?.type ?? 'other'
  const isSmallTalk = kind === 'sticker' || kind === 'gif'
  if (asking && !isSmallTalk && asking.frame.tries < HUMAN_AT) {
    const { unread } = conversation.formTexts
    draft.decision = 'flow'
    return refuse(draft, asking, { type: 'unclear', why: 'attachment', options: [] }, unread[kind] ?? unread.other)
  }
  if (asking && !isSmallTalk) park(draft)
  const flow = [...conversation.flows.values()].find(({ starts }) => starts.attachments.includes(kind))
  await start(draft, flow ?? flowFor(conversation, 'no_answer'))
  offerLeft(draft, left)
}

/** The platform's own form for name and phone number. Where nothing asks for them, nothing is kept and nothing said. */
export async function onContactForm(draft: Draft, event: FormSubmitted): Promise<void> {
  await takeUp(draft, ({ meaning }) => /^(contact|name|phone):/.test(meaning))
  const asking = askingOf(draft)
  if (!asking) return
  draft.decision = 'flow'
  const { conversation, input } = draft
  const answers = answersOfContactForm(asking, event, (step, text) => conversation.readAnswer(step, text, input))
  if (!('why' in answers)) await accept(draft, asking, answers)
  else if (answers.why === 'form') nudge(draft, asking)
  else refuse(draft, asking, answers)
}

/** Somebody opened the chat or follows the account: a link's code leads to its flow, everybody else is greeted. */
export async function onOpened(draft: Draft, ref: string | null, greeting: Flow, left: Frame | null): Promise<void> {
  const linked =
    ref === null ? undefined : [...draft.conversation.flows.values()].find(({ starts }) => starts.refs.includes(ref))
  await start(draft, linked ?? greeting)
  offerLeft(draft, left)
}
