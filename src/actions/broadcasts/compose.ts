import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import {
  type Composition,
  dropComposition,
  EMPTY_COMPOSITION,
  keepComposition,
} from '../../broadcasts/composition.store.ts'
import { findOpenCorrection, segmentOfCorrection } from '../../broadcasts/correct.ts'
import { CHANGEABLE } from '../../broadcasts/draft.ts'
import { previewAudience } from '../../broadcasts/preview.ts'
import { AppError } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import type { TextMessage } from '../../core/messages.ts'
import { fold, normalise } from '../../core/text.ts'
import type { Db } from '../../db/open.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { objection } from './approve-in-chat.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { composedOf } from './composed.ts'
import { askFor, buttonAtDesk, nextQuestion, type Writing } from './questions.ts'
import { readAnswer } from './read-answer.ts'
import { findRewritten, rewritingOf, rewrittenAs } from './rewriting.ts'
import { type Announced, announcedSaid } from './say-broadcast.ts'
import { beingCorrected, submitComposed } from './submit.ts'
import { submitRewritten } from './submit-rewritten.ts'
import { testOf } from './test-send.ts'

const DROP = /^(?:bo|thoi|huy|dung|bo tin|huy tin|thoi khong soan|thoi khong gui|bo di)$/
const CHANGES: readonly (readonly [RegExp, Partial<Composition>])[] = [
  [/^sua (?:lai )?(?:noi dung|tin|loi|mau)$/, { content: null }],
  [/^sua (?:lai )?muc$/, { urgency: null }],
  [/^sua (?:lai )?(?:nguoi nhan|nguoi|nhom)$/, { segment: null }],
  [/^sua (?:lai )?(?:gio|ngay|gio gui|thoi gian|lich)$/, { schedule: null }],
]
const BUDGET = /^chi toi da (?<dong>\d[\d., ]*)(?:d|dong|vnd)?$/
const TRAINING = /^tap duot$/
const FOR_REAL = /^(?:gui that|thoi tap duot|khong tap duot)$/
const SUBMIT = /^(?:1|trinh duyet|trinh|gui duyet|ok|dong y|dung roi)$/
const TEST = /^(?:2|gui thu)$/
/** The buttons under the whole, by their number. */
const DROP_BY_NUMBER = '3'

/** Nobody has got what is in one of these: it is mended, not corrected. */
const NOT_BEGUN: readonly BroadcastStatus[] = ['draft', 'submitted', 'approved']

/** Begins a new announcement, in place of one that was being written. */
export function beginComposition(desk: BroadcastDesk, writing: Writing): Promise<StaffTurn> {
  return ask(desk, writing, EMPTY_COMPOSITION, desk.says.compose.begin)
}

/** Begins the correction of a broadcast: what is missing is the right text and its time. */
export async function beginCorrection(desk: BroadcastDesk, writing: Writing, wrong: Broadcast): Promise<StaffTurn> {
  const { urgency, budgetDong } = wrong
  if (NOT_BEGUN.includes(wrong.status)) return sayAtDesk(objection(desk, wrong, 'not_sent'))
  const code = codeOf(wrong.id)
  try {
    const segment = segmentOfCorrection(wrong)
    const other = await findOpenCorrection(desk.db, wrong.id)
    if (other) return sayAtDesk(beingCorrected(desk, wrong.id, other.id))
    const before = fill(desk.says.compose.begin_correction, { code })
    return await ask(desk, writing, { ...EMPTY_COMPOSITION, urgency, segment, budgetDong }, before)
  } catch (error) {
    if (error instanceof AppError) return sayAtDesk(fill(desk.says.objections.still_sending, { code }))
    throw error
  }
}

/** Begins to rewrite a broadcast that is not yet being sent; it stays as it is until it is handed in again. */
export async function beginRewriting(desk: BroadcastDesk, writing: Writing, rewritten: Broadcast): Promise<StaffTurn> {
  if (!CHANGEABLE.includes(rewritten.status)) return sayAtDesk(objection(desk, rewritten, 'broadcast_status'))
  const before = fill(desk.says.compose.begin_rewriting, { code: codeOf(rewritten.id) })
  return ask(desk, { ...writing, rewritten }, rewritingOf(rewritten), before)
}

/** Takes a member's words as the answer to what was asked last, or as a wish about the announcement as a whole. */
export async function continueComposition(
  desk: BroadcastDesk,
  { member, now }: Writing,
  composition: Composition,
  text: string,
): Promise<StaffTurn> {
  const { compose } = desk.says
  const rewritten = await findRewritten(desk.db, composition)
  const writing: Writing = { member, now, ...(rewritten && { rewritten }) }
  const folded = fold(normalise(text)).replace(/[\s.!]+$/, '')
  if (DROP.test(folded)) return sayAtDesk(compose.dropped, (trx) => dropComposition(trx, writing.member.id))
  const change = CHANGES.find(([pattern]) => pattern.test(folded))
  if (change) return ask(desk, writing, { ...composition, ...change[1] })
  const question = nextQuestion(desk, composition)
  if (question === null) return decide(desk, writing, composition, folded)
  const answer = await readAnswer(desk, writing, composition, question, text)
  if ('said' in answer) return sayAtDesk(answer.said, keep(desk, writing, composition))
  return ask(desk, writing, answer.composition)
}

/** The announcement is whole: it is handed in, tried, or changed once more. */
async function decide(
  desk: BroadcastDesk,
  writing: Writing,
  composition: Composition,
  folded: string,
): Promise<StaffTurn> {
  const { rewritten } = writing
  const composed = rewritten ? null : composedOf(desk, writing.member, composition)
  const after = rewritten && rewrittenAs(desk, rewritten, composition)
  const whole = after ?? composed
  const budget = BUDGET.exec(folded)?.groups?.dong?.replace(/\D/g, '')
  if (SUBMIT.test(folded)) {
    if (composed) return submitComposed(desk, writing, composed)
    if (rewritten && after) return submitRewritten(desk, writing, { before: rewritten, after, composition })
  }
  if (folded === DROP_BY_NUMBER)
    return sayAtDesk(desk.says.compose.dropped, (trx) => dropComposition(trx, writing.member.id))
  if (whole && TEST.test(folded)) return testOf(desk, writing.member, whole, writing.now)
  if (budget) return ask(desk, writing, { ...composition, budgetDong: Number(budget) })
  if (TRAINING.test(folded)) return ask(desk, writing, { ...composition, training: true })
  if (FOR_REAL.test(folded)) return ask(desk, writing, { ...composition, training: false })
  return ask(desk, writing, composition)
}

/** Keeps what is written so far and asks for what is missing, or shows the whole. */
async function ask(
  desk: BroadcastDesk,
  writing: Writing,
  composition: Composition,
  before?: string,
): Promise<StaffTurn> {
  const question = nextQuestion(desk, composition)
  const { rewritten } = writing
  const whole = rewritten ? rewrittenAs(desk, rewritten, composition) : composedOf(desk, writing.member, composition)
  const message =
    question === null && whole
      ? await showWhole(desk, writing, whole)
      : askFor(desk, writing, question ?? { type: 'text' })
  const text = before === undefined ? message.text : `${before}\n${message.text}`
  return { messages: [{ ...message, text }], writes: [keep(desk, writing, composition)] }
}

async function showWhole(desk: BroadcastDesk, { rewritten, now }: Writing, whole: Announced): Promise<TextMessage> {
  const { compose } = desk.says
  const preview = announcedSaid(desk, whole, await previewAudience(desk, whole, now), now)
  const choices = [compose.submit, compose.test, compose.drop].map(buttonAtDesk)
  const text = rewritten
    ? fill(compose.ready_again, { preview, code: codeOf(rewritten.id) })
    : fill(compose.ready, { preview })
  return { type: 'text', text, choices }
}

function keep({ sealer }: BroadcastDesk, { member, now }: Writing, composition: Composition) {
  return async (trx: Db): Promise<void> => keepComposition(trx, sealer, { staff: member.id, composition, now })
}
