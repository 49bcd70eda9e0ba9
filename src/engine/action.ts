import type { z } from 'zod'
import type { AccountId, ChannelType, ContactId, ProvinceId, TopicId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import type { Effect } from './run-turn.ts'
import type { Saved, Session } from './session.ts'

/** Whom an action is done for, and when. */
export interface ActionContext {
  readonly contact: ContactId
  readonly account: AccountId
  readonly channel: ChannelType
  readonly province: ProvinceId
  /** UTC ms. */
  readonly now: number
  /** What the person writes in this very turn; null when it is no words. */
  readonly words: string | null
  /** What the person last asked in words; null when nothing. */
  readonly lastQuestion: string | null
  /** The topic with which that was answered; null where it was not. */
  readonly answeredWith: TopicId | null
  /** What is remembered of the person for all flows. */
  readonly known: Readonly<Record<string, Saved>>
}

/**
 * A write within the turn's transaction. It throws a `ChangedMeanwhile` when what the action decided on no longer holds:
 * the turn is then decided anew. What only the write can know, such as whether the last seat was still free, it says by
 * the messages that it gives; they come last.
 */
export type Write = ((trx: Db) => Promise<void>) | ((trx: Db) => Promise<readonly Message[]>)

/** What became of an action. Nothing is written before the turn is. */
export interface ActionResult {
  readonly outcome: string
  readonly values?: Readonly<Record<string, Saved>>
  /** What is remembered for all flows from now on; null forgets it. */
  readonly known?: Readonly<Record<string, Saved | null>>
  readonly messages?: readonly Message[]
  readonly effects?: readonly Effect[]
  /** The action that is to have what the person writes next, as `text`, beside its answer, until then (UTC ms); null ends that. */
  readonly listens?: Session['listening']
  /** The person was handed over to staff. */
  readonly handedOver?: true
  readonly writes?: readonly Write[]
}

/** Something the domain does at a flow's word. It reads what it likes, calls no network, and leaves its writes to the turn. */
export interface Action {
  readonly params: z.ZodType<Readonly<Record<string, string>>>
  /** Every outcome it may have; a flow says where each leads. */
  readonly outcomes: readonly string[]
  /** The values it may give, for `{{names}}` further on. */
  readonly gives: readonly string[]
  run(params: Readonly<Record<string, string>>, context: ActionContext): Promise<ActionResult> | ActionResult
}

export type Actions = ReadonlyMap<string, Action>
