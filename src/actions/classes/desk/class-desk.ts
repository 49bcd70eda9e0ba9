import type { SendingRules } from '../../../broadcasts/rules.ts'
import type { Day } from '../../../calendar/days.ts'
import type { CheckInCodes } from '../../../classes/check-in-code.ts'
import type { PersonIndex } from '../../../classes/person-index.ts'
import type { Ids } from '../../../core/ids.ts'
import type { Db } from '../../../db/open.ts'
import type { Sealer } from '../../../db/seal.ts'
import type { MomentReaders } from '../../../engine/expects/load-expects.ts'
import type { Units } from '../../../staff/units.ts'
import type { SupportDesk } from '../../../support/desk.ts'
import type { ClassTexts } from '../class-texts.ts'
import type { NoticeTemplates } from '../notice-templates.ts'
import type { ClassCommandReader } from './class-command.ts'
import type { ClassDeskTexts } from './class-desk-texts.ts'

/** Addresses of our own pages, whole, as they stand in messages. */
export interface ClassLinks {
  /** Where a member of staff downloads a list, once. */
  list(token: string): string
  /** The poster by which people check in to one date. */
  poster(checkInCode: string): string
}

/** What staff deal with classes with. */
export interface ClassDesk {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly units: Units
  readonly personIndex: PersonIndex
  readonly texts: ClassDeskTexts
  readonly classTexts: ClassTexts
  readonly readCommand: ClassCommandReader
  /** Reads days and times as people say them. */
  readonly moments: MomentReaders
  readonly holidays: ReadonlySet<Day>
  /** Puts messages into the outbox; how long the night is. */
  readonly support: Pick<SupportDesk, 'deliver' | 'rules'>
  /** When what may be sent how. */
  readonly sending: Pick<SendingRules, 'waysOf'>
  /** What one message to one person may cost at most, in đồng. */
  readonly mostDong: number
  /** The templates that platforms approved, as they now are. */
  readonly readTemplates: (db: Db) => Promise<NoticeTemplates>
  readonly checkIns: CheckInCodes
  readonly links: ClassLinks
}
