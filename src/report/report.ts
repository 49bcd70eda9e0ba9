import type { BroadcastFigures } from '../broadcasts/figures.store.ts'
import type { ClassFigures } from '../classes/period-figures.store.ts'
import type { Period } from '../core/period.ts'
import type { InboxFigures } from '../inbox/figures.store.ts'
import type { QuestionFigures } from '../learning/figures.store.ts'
import type { MentorFigures } from '../mentors/figures.store.ts'
import type { OutboxFigures } from '../outbox/figures.store.ts'
import type { ActivePeople, PeopleFigures } from '../people/figures.store.ts'
import type { PlanReport } from '../plans/plan.schema.ts'
import type { VisitFigures } from '../requests/figures.store.ts'
import type { UnitId } from '../staff/member.ts'
import type { TicketFigures } from '../support/figures.store.ts'

/** Questions that are asked often, without a word that may tell who asked. */
export interface FrequentQuestions {
  /** A wording that several people used, with what may be personal masked; null where there is none. */
  readonly question: string | null
  readonly nearestTopic: string | null
  readonly people: number
}

/** What is known of each unit, commune or province. */
export interface UnitFigures {
  /** Of a commune, those who have said that they live there. */
  readonly people: ActivePeople
  readonly requests: TicketFigures
  readonly visits: VisitFigures
  readonly classes: ClassFigures
  readonly mentors: MentorFigures
}

/** What is known of a province as a whole alone. */
export interface ProvinceFigures {
  readonly people: Omit<PeopleFigures, 'byCommune'>
  readonly messages: InboxFigures & OutboxFigures
  readonly questions: QuestionFigures
  /** null where they were not asked for. */
  readonly frequent: readonly FrequentQuestions[] | null
  readonly announcements: BroadcastFigures
}

/** The figures of a unit for the campaign's report: counts and means, nothing of anybody. */
export interface Report extends UnitFigures {
  readonly unit: UnitId
  /** As it stands within a sentence: `tỉnh Gia Lai`. */
  readonly name: string
  readonly period: Period
  /** UTC ms. */
  readonly madeAt: number
  /** null for a commune. */
  readonly province: ProvinceFigures | null
  /** Of a province: its communes in which anything was. */
  readonly communes: readonly CommuneFigures[]
  /** What the province's plans of those years have to be reported, and by when. */
  readonly due: readonly PlanReport[]
}

export interface CommuneFigures extends UnitFigures {
  readonly unit: UnitId
  readonly name: string
}
