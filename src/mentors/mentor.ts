import type { Selectable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import type { LanguageId } from './languages.ts'
import type { LearnerId, LearnerStatus, MentorId } from './mentors.schema.ts'

export interface MentorContent {
  readonly name: string
  readonly phone: string
  readonly languages: readonly LanguageId[]
}

/** Somebody who helps others. Instants are UTC ms. */
export interface Mentor extends MentorContent {
  readonly id: MentorId
  readonly contact: ContactId
  readonly province: UnitCode
  readonly commune: UnitCode
  /** How many people at once. */
  readonly capacity: number
  /** Pairs proposed or agreed. */
  readonly taken: number
  /** Learners who said that they can do it now. */
  readonly helped: number
  readonly endedAt: number | null
}

export interface LearnerContent {
  readonly name: string
  readonly phone: string
  readonly language: LanguageId
  /** What they would like to learn, in words. */
  readonly wish: string
}

/** Somebody who would like to be helped. Instants are UTC ms. */
export interface Learner extends LearnerContent {
  readonly id: LearnerId
  readonly contact: ContactId
  readonly province: UnitCode
  readonly commune: UnitCode
  readonly status: LearnerStatus
}

/** A stored mentor, opened. */
export function mentorOf(row: Selectable<Schema['mentors']>, sealer: Sealer): Mentor {
  return {
    ...(sealer.open(row.sealed_content) as MentorContent),
    id: row.id,
    contact: row.contact_id,
    province: row.province_code,
    commune: row.commune_code,
    capacity: row.capacity,
    taken: row.taken,
    helped: row.helped,
    endedAt: row.ended_at,
  }
}

/** A stored learner, opened. */
export function learnerOf(row: Selectable<Schema['learners']>, sealer: Sealer): Learner {
  return {
    ...(sealer.open(row.sealed_content) as LearnerContent),
    id: row.id,
    contact: row.contact_id,
    province: row.province_code,
    commune: row.commune_code,
    status: row.status,
  }
}

/** What somebody is called by who has not agreed to more: the last word of a Vietnamese name. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? name
}
