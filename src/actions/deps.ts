import type { PersonIndex } from '../classes/person-index.ts'
import type { AccountId, Ids, ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { ActionContext } from '../engine/action.ts'
import type { MomentReaders } from '../engine/expects/load-expects.ts'
import type { MentorRules } from '../mentors/languages.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Communes } from '../places/communes.ts'
import type { Province } from '../places/provinces.ts'
import type { PlanTexts } from '../plans/describe-activities.ts'
import type { Plan } from '../plans/plan.schema.ts'
import type { SupportDesk } from '../support/desk.ts'
import type { Deliver } from '../support/letter.ts'
import type { CheckInTexts } from './classes/check-in-texts.ts'
import type { ClassTexts } from './classes/class-texts.ts'
import type { WishWords } from './classes/wish-words.ts'
import type { MentorTexts } from './mentors/mentor-texts.ts'
import type { ActionTexts } from './texts.ts'
import type { VisitTexts } from './visits/visit-texts.ts'

/** What the actions of the flows work with. */
export interface ActionDeps {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly communes: Communes
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly desk: SupportDesk
  readonly plans: readonly Plan[]
  readonly planTexts: PlanTexts
  readonly texts: ActionTexts
  readonly classTexts: ClassTexts
  readonly checkInTexts: CheckInTexts
  readonly personIndex: PersonIndex
  /** Reads days that people say. */
  readonly moments: MomentReaders
  readonly wishWords: WishWords
  readonly deliver: Deliver
  readonly visitTexts: VisitTexts
  readonly mentorTexts: MentorTexts
  readonly mentorRules: MentorRules
  /** The accounts that have paid messages, for which people may be asked to agree. */
  readonly paidAccounts: ReadonlySet<AccountId>
}

/** The commune that the person has told, if any. */
export function communeOf({ known }: Pick<ActionContext, 'known'>): UnitCode | null {
  const value = known.commune?.value
  return typeof value === 'string' ? (value as UnitCode) : null
}
