import type { AskStep } from './flow/step.schema.ts'
import { askingOf, type Draft } from './form/draft.ts'
import { resume } from './form/moves.ts'
import { replaceTop } from './form/stack.ts'
import { onAnswer } from './on-answer.ts'
import { readPayload } from './payload.ts'
import type { Frame } from './session.ts'

/** Kinds of answers that are told from anything else by themselves. */
const TELLING: ReadonlySet<AskStep['expects']> = new Set(['commune', 'phone', 'contact', 'date', 'date_time', 'choice'])

/** Words that answer what a form asked before it was put aside, when going on was just offered: they go on with it. */
export async function answersLeft(draft: Draft, text: string): Promise<boolean> {
  const { conversation, input, session } = draft
  const top = session.stack.at(-1)
  const offered = session.choices.some(({ payload }) => {
    const target = readPayload(payload)
    return target?.type === 'form' && target.move === 'resume' && target.flow === top?.flow
  })
  if (top?.state !== 'parked' || !offered) return false
  const asking = askingOf({ ...draft, session: { ...session, stack: [{ ...top, state: 'asking' }] } })
  if (!asking || !TELLING.has(asking.step.expects)) return false
  if (conversation.readAnswer(asking.step, text, input).type !== 'understood') return false
  await takeUp(draft, () => true)
  const again = askingOf(draft)
  if (again) await onAnswer(draft, again, text)
  return again !== null
}

/** Takes up the form on top that was put aside, without a word, where it is answered all the same. */
export async function takeUp(draft: Draft, isAnswered: (frame: Frame) => boolean): Promise<void> {
  const top = draft.session.stack.at(-1)
  if (top?.state !== 'parked' || !isAnswered(top)) return
  await resume(draft)
  draft.messages.length = 0
  const asking = askingOf(draft)
  if (asking) replaceTop(draft, { ...asking.frame, tries: top.tries })
}
