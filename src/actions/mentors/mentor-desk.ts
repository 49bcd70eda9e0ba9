import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import { sayLanguages } from '../../mentors/languages.ts'
import { countMentoring, listMentors } from '../../mentors/mentor.store.ts'
import { firstNameOf, type Mentor } from '../../mentors/mentor.ts'
import { listPairsOfMentors } from '../../mentors/pair.store.ts'
import type { Pair } from '../../mentors/pair.ts'
import type { UnitCode } from '../../places/commune.ts'
import { recordStaffAudit } from '../../staff/audit.store.ts'
import { actorOf, type StaffMember } from '../../staff/member.ts'
import { findStaffByContact } from '../../staff/staff.store.ts'
import type { SupportDesk } from '../../support/desk.ts'
import type { StaffWords } from '../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { asksForMentors } from './read-mentor-command.ts'
import type { PairSpeech } from './say-pair.ts'

const SHOWN = 15

/** What staff look at mentors with. */
export interface MentorDesk extends PairSpeech {
  readonly db: Db
  readonly desk: Pick<SupportDesk, 'sealer' | 'units'>
}

/** The turn of a member of staff who asks for the mentors of their commune; null for everyone and everything else. */
export async function mentorStaffTurn(desk: MentorDesk, words: StaffWords): Promise<StaffTurn | null> {
  if (!asksForMentors(words.text)) return null
  const member = await findStaffByContact(desk.db, desk.desk.sealer, words.contact)
  return member ? showMentors(desk, member, words.now) : null
}

/** The mentors of a member's own commune and whom they help; that somebody looked is written down. */
async function showMentors(mentors: MentorDesk, member: StaffMember, now: number): Promise<StaffTurn> {
  const { db, desk, mentorTexts } = mentors
  const { staff } = mentorTexts
  if (!desk.units.isCommune(member.unit)) return sayAtDesk(staff.communes_only)
  const commune = member.unit as UnitCode
  const counts = await countMentoring(db, commune)
  const shown = await listMentors(db, desk.sealer, commune, SHOWN)
  const pairs = await listPairsOfMentors(
    db,
    desk.sealer,
    shown.map(({ id }) => id),
  )
  const pairsOf = Map.groupBy(pairs, ({ mentor }) => mentor.id)
  const more = counts.mentors - shown.length
  const parts = [
    fill(staff.list, {
      unit: desk.units.nameOf(commune),
      mentors: String(counts.mentors),
      helped: String(counts.helped),
      waiting: String(counts.waiting),
    }),
    ...shown.map((mentor) => mentorSaid(mentors, mentor, pairsOf.get(mentor.id) ?? [])),
    ...(more > 0 ? [fill(staff.more, { count: String(more) })] : []),
  ]
  const look = {
    at: now,
    actor: actorOf(member),
    action: 'mentors_listed' as const,
    subject: `unit:${member.unit}`,
    detail: String(shown.length),
  }
  return sayAtDesk(parts.join('\n\n'), (trx) => recordStaffAudit(trx, look))
}

function mentorSaid({ mentorTexts: { staff }, mentorRules, desk }: MentorDesk, mentor: Mentor, pairs: readonly Pair[]) {
  const line = fill(staff.mentor, {
    name: mentor.name,
    phone: mentor.phone,
    languages: sayLanguages(mentorRules, mentor.languages),
    helped: String(mentor.helped),
    aim: String(mentorRules.aim),
    taken: String(mentor.taken),
    capacity: String(mentor.capacity),
  })
  const lines = pairs.map(({ learner, status }) => {
    // People of another commune are its staff's to know.
    const own = learner.commune === mentor.commune
    const name = own ? firstNameOf(learner.name) : fill(staff.elsewhere, { unit: desk.units.nameOf(learner.commune) })
    return fill(staff.pair, { name, wish: learner.wish, state: staff.states[status as 'proposed' | 'agreed'] })
  })
  return [line, ...lines].join('\n')
}
