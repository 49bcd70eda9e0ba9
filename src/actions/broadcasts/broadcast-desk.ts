import type { AlarmTexts } from '../../broadcasts/alarm-texts.ts'
import type { DraftingOptions } from '../../broadcasts/draft.ts'
import type { BroadcastLabels } from '../../broadcasts/labels.ts'
import type { PreviewOptions } from '../../broadcasts/preview.ts'
import type { Writers } from '../../broadcasts/writers.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'
import type { Communes } from '../../places/communes.ts'
import type { Units } from '../../staff/units.ts'
import type { SupportDesk } from '../../support/desk.ts'
import type { BroadcastDeskTexts } from './broadcast-desk-texts.ts'

/** What officers deal with announcements with, in chat. `texts` are those that people are sent. */
export interface BroadcastDesk extends DraftingOptions, PreviewOptions {
  readonly units: Units
  readonly communes: Pick<Communes, 'find' | 'byCode'>
  readonly labels: BroadcastLabels
  readonly alarms: AlarmTexts
  /** What officers themselves are told. */
  readonly says: BroadcastDeskTexts
  readonly writers: Writers
  /** Reads days and times as people say them. */
  readonly moments: Pick<MomentReaders, 'dateTime'>
  /** Puts messages into the outbox; how long the night is. */
  readonly support: Pick<SupportDesk, 'deliver' | 'rules'>
}
