import type { Clock } from '../core/clock.ts'
import type { InboundEvent } from '../core/events.ts'
import { accountIdOf, contactIdOf, type ProvinceId, type TopicId } from '../core/ids.ts'
import type { Conversation } from '../engine/conversation.ts'
import { runTurn, type TurnResult } from '../engine/run-turn.ts'
import { EMPTY_SESSION, type Session } from '../engine/session.ts'
import type { Ask, AskedAnswer } from './commands/ask.ts'
import { domainInMemory } from './domain-in-memory.ts'

const ACCOUNT = accountIdOf('web', 'ask')
const PERSON = contactIdOf(ACCOUNT, 'ask')

/** Asks the whole conversation, small talk and all, as a person on a channel would; nothing is stored or sent. */
export function askConversation(root: string, clock: Clock): Ask {
  const domain = domainInMemory(root)
  return async ({ question, province, turns }) => {
    const { conversation } = await domain
    let session: Session = EMPTY_SESSION
    for (const said of turns) session = (await say(conversation, said, { session, province, now: clock.now() })).session
    const nearest = () => conversation.answers.find(question, { province }).ranked.map(({ topic }) => topic)
    return describe(await say(conversation, question, { session, province, now: clock.now() }), nearest)
  }
}

interface Moment {
  readonly session: Session
  readonly province: ProvinceId
  /** UTC ms. */
  readonly now: number
}

function say(conversation: Conversation, text: string, { session, province, now }: Moment): Promise<TurnResult> {
  const event: InboundEvent = {
    type: 'message',
    externalId: 'ask',
    account: ACCOUNT,
    contact: PERSON,
    sentAt: now,
    text,
    attachments: [],
    quotedId: null,
    ref: null,
    anonymous: false,
  }
  return runTurn(conversation, { event, session, first: false, mutedUntil: null, province, now })
}

/** `nearest` gives the topics of a question that was not looked up: one that began a flow at once. */
function describe({ decision, findings, messages }: TurnResult, nearest: () => readonly TopicId[]): AskedAnswer {
  return {
    decision: decision === 'silent' ? 'decline' : decision,
    topics: findings?.topics ?? nearest(),
    score: Math.round((findings?.score ?? 1) * 1000) / 1000,
    text: messages
      .flatMap((message) =>
        'text' in message ? [withChoices(message.text, 'choices' in message ? message.choices : undefined)] : [],
      )
      .join('\n\n'),
    sources: findings?.sources ?? [],
  }
}

function withChoices(text: string, choices: readonly { readonly label: string }[] | undefined): string {
  return choices ? `${text}\n${choices.map((choice, index) => `${index + 1}. ${choice.label}`).join('\n')}` : text
}
