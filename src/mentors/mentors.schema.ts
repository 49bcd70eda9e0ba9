import type { ContactId, Id } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'

export type MentorId = Id<'Mentor'>
export type LearnerId = Id<'Learner'>
export type PairId = Id<'MentorPair'>

declare module '../db/schema.ts' {
  interface Schema {
    mentor_provinces: MentorProvinceTable
    mentors: MentorTable
    learners: LearnerTable
    mentor_pairs: MentorPairTable
  }
}

/** One row a province, which everybody holds who changes who helps whom: so two never take the same place. */
interface MentorProvinceTable {
  province_code: UnitCode
  version: number
}

/** A volunteer ("Đại sứ số"). */
interface MentorTable {
  id: MentorId
  contact_id: ContactId
  province_code: UnitCode
  commune_code: UnitCode
  /** `MentorContent`: the languages too, which say much of who somebody is. */
  sealed_content: Buffer
  /** How many people at once. */
  capacity: number
  /** Pairs proposed or agreed. */
  taken: number
  /** Learners who said that they can do it now. */
  helped: number
  consent_version: string
  created_at: number
  ended_at: number | null
}

export type LearnerStatus = 'waiting' | 'paired' | 'learned' | 'ended'

/** Somebody who would like to be helped. */
interface LearnerTable {
  id: LearnerId
  contact_id: ContactId
  province_code: UnitCode
  commune_code: UnitCode
  /** `LearnerContent`. */
  sealed_content: Buffer
  status: LearnerStatus
  consent_version: string
  created_at: number
  /** The order in which mentors are found for those who wait. */
  waits_since: number
}

/** `proposed`: one of the two has not agreed yet. */
export type PairStatus = 'proposed' | 'agreed' | 'learned' | 'declined' | 'ended' | 'expired'

interface MentorPairTable {
  id: PairId
  mentor_id: MentorId
  learner_id: LearnerId
  status: PairStatus
  mentor_agreed_at: number | null
  learner_agreed_at: number | null
  proposed_at: number
  closed_at: number | null
}
