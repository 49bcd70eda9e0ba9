import type { ClassRow } from '../../../classes/class-row.ts'
import { keepIntent } from '../../../classes/intent.store.ts'
import type { Proposal } from '../../../classes/proposal.ts'
import { fill } from '../../../core/fill.ts'
import { fold, normalise } from '../../../core/text.ts'
import type { StaffMember } from '../../../staff/member.ts'
import { payloadAtDesk, type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import { valuesOf } from './class-said.ts'

/** What a command is about: who gave it, the class, and when. */
export interface AtDesk {
  readonly member: StaffMember
  readonly row: ClassRow
  /** UTC ms. */
  readonly now: number
}

/** Says what is about to be done and keeps it until the member agrees; nothing changes yet. */
export function readBack(
  { texts, sealer }: ClassDesk,
  { member, row, now }: AtDesk,
  proposal: Proposal,
  said: string,
): StaffTurn {
  const label = fill(texts.agree, { code: row.code })
  const agree = { type: 'reply', label, payload: payloadAtDesk(fold(normalise(label))) } as const
  const intent = { staff: member.id, classId: row.id, proposal, createdAt: now }
  return {
    messages: [{ type: 'text', text: said, choices: [agree] }],
    writes: [(trx) => keepIntent(trx, sealer, intent)],
  }
}

/** Reads back that sign-up is to be opened or closed. */
export function askToChange(desk: ClassDesk, at: AtDesk, deed: 'open' | 'close'): StaffTurn {
  const { texts } = desk
  const { code, status } = at.row
  if (status === 'cancelled') return sayAtDesk(fill(texts.class_cancelled, { code }))
  const isDone = deed === 'open' ? status === 'open' : status === 'closed'
  if (isDone) return sayAtDesk(fill(texts.already[deed], { code }))
  return readBack(desk, at, { deed }, fill(texts.ask[deed], valuesOf(at.row)))
}

/** Reads back whom a member wants on the list. */
export function askToAdd(
  desk: ClassDesk,
  at: AtDesk,
  { name, phone }: { readonly name: string; readonly phone: string | null },
): StaffTurn {
  const { texts } = desk
  const { code, status } = at.row
  if (status === 'cancelled') return sayAtDesk(fill(texts.class_cancelled, { code }))
  if (phone === null) return sayAtDesk(fill(texts.bad_phone, { code }))
  return readBack(desk, at, { deed: 'add', name, phone }, fill(texts.ask.add, { ...valuesOf(at.row), name, phone }))
}
