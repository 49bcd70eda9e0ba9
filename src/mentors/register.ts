import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import { holdProvince, type Matching, matchLearner, matchMentor } from './match.ts'
import { findLearner, findMentor } from './mentor.store.ts'
import type { Learner, LearnerContent, Mentor, MentorContent } from './mentor.ts'
import type { LearnerId, MentorId } from './mentors.schema.ts'
import type { Pair } from './pair.ts'

interface Place {
  readonly province: UnitCode
  readonly commune: UnitCode
}

/** Somebody of `contact` who agreed to the text `consentVersion`. */
export interface NewMentor extends Place {
  readonly contact: ContactId
  readonly content: MentorContent
  /** How many people at once. */
  readonly capacity: number
  readonly consentVersion: string
}

export interface NewLearner extends Place {
  readonly contact: ContactId
  readonly content: LearnerContent
  readonly consentVersion: string
}

/**
 * Takes somebody up as a mentor, or changes what they said before, and proposes those who wait. Whom they already help
 * stays theirs. Inside the caller's transaction.
 */
export async function registerMentor(
  db: Db,
  matching: Matching,
  { contact, province, commune, content, capacity, consentVersion }: NewMentor,
  now: number,
): Promise<{ readonly mentor: Mentor; readonly pairs: readonly Pair[] }> {
  await holdProvince(db, province)
  const said = {
    province_code: province,
    commune_code: commune,
    sealed_content: matching.sealer.seal(content),
    capacity,
    consent_version: consentVersion,
    ended_at: null,
  }
  await db
    .insertInto('mentors')
    .values({
      id: matching.ids.next() as MentorId,
      contact_id: contact,
      taken: 0,
      helped: 0,
      created_at: now,
      ...said,
    })
    .onConflict((oc) => oc.column('contact_id').doUpdateSet(said))
    .execute()
  const mentor = (await findMentor(db, matching.sealer, contact)) as Mentor
  return { mentor, pairs: await matchMentor(db, matching, mentor, now) }
}

export type LearnerResult =
  | { readonly kind: 'proposed'; readonly pair: Pair }
  /** Nobody is free who speaks the language; the learner waits. */
  | { readonly kind: 'waiting' }
  /** There is a mentor for them already. */
  | { readonly kind: 'already' }

/** Takes somebody up as a learner, unless they have a mentor, and looks for one. Inside the caller's transaction. */
export async function registerLearner(
  db: Db,
  matching: Matching,
  { contact, province, commune, content, consentVersion }: NewLearner,
  now: number,
): Promise<LearnerResult> {
  await holdProvince(db, province)
  const before = await findLearner(db, matching.sealer, contact)
  if (before?.status === 'paired') return { kind: 'already' }
  const said = {
    province_code: province,
    commune_code: commune,
    sealed_content: matching.sealer.seal(content),
    status: 'waiting' as const,
    consent_version: consentVersion,
    // Who asks again keeps their place in the line.
    ...(before?.status === 'waiting' ? {} : { waits_since: now }),
  }
  await db
    .insertInto('learners')
    .values({
      id: matching.ids.next() as LearnerId,
      contact_id: contact,
      created_at: now,
      waits_since: now,
      ...said,
    })
    .onConflict((oc) => oc.column('contact_id').doUpdateSet(said))
    .execute()
  const pair = await matchLearner(db, matching, (await findLearner(db, matching.sealer, contact)) as Learner, now)
  return pair ? { kind: 'proposed', pair } : { kind: 'waiting' }
}
