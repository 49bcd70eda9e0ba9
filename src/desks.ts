import { join } from 'node:path'
import { z } from 'zod'
import type { BroadcastDesk } from './actions/broadcasts/broadcast-desk.ts'
import { broadcastDeskTextsSchema } from './actions/broadcasts/broadcast-desk-texts.ts'
import { broadcastStaffTurn } from './actions/broadcasts/broadcast-turns.ts'
import { createCheckInTurns } from './actions/classes/check-in.ts'
import type { ClassDesk } from './actions/classes/desk/class-desk.ts'
import { classDeskTextsSchema } from './actions/classes/desk/class-desk-texts.ts'
import { readDeskWords } from './actions/classes/desk/desk-words.ts'
import { classStaffTurn } from './actions/classes/desk/handle-class-command.ts'
import { createClassCommandReader } from './actions/classes/desk/read-class-command.ts'
import { type NoticeSettings, readNoticeSettings } from './actions/classes/notice-settings.ts'
import type { NoticeTemplates } from './actions/classes/notice-templates.ts'
import { consoleDeskTextsSchema, consoleStaffTurn } from './actions/console/console-desk.ts'
import type { ActionDeps } from './actions/deps.ts'
import { createDeskTurns, type DeskTurns } from './actions/desk-turn.ts'
import { mentorStaffTurn } from './actions/mentors/mentor-desk.ts'
import type { StaffLinks } from './actions/staff-links.ts'
import { visitStaffTurn } from './actions/visits/visit-desk.ts'
import { readAlarmTexts } from './broadcasts/alarm-texts.ts'
import type { AudienceAccount } from './broadcasts/audience-accounts.ts'
import { readBroadcastLabels } from './broadcasts/labels.ts'
import { readSendingRules } from './broadcasts/rules.ts'
import { readBroadcastTexts } from './broadcasts/templates.ts'
import { createWriters } from './broadcasts/writers.ts'
import type { CheckInCodes } from './classes/check-in-code.ts'
import { readYaml } from './core/read-yaml.ts'
import type { Db } from './db/open.ts'
import { readLlmLanguage } from './llm/language.ts'
import { createPersonalMask } from './llm/mask-personal.ts'
import { type ReportDesk, reportStaffTurn } from './report/report-desk.ts'
import { readReportTexts } from './report/texts.ts'
import type { Units } from './staff/units.ts'

/** The desks at which staff work in chat, and what an event at any of them comes to. */
export interface Desks {
  readonly deskTurns: DeskTurns
  readonly classDesk: ClassDesk
  readonly broadcastDesk: BroadcastDesk
  readonly reportDesk: ReportDesk
  /** When people of a class are written to without having asked. */
  readonly noticeSettings: NoticeSettings
}

/** What desks are made of: what flows work with too, and what staff alone need. */
export interface DeskParts extends ActionDeps {
  readonly units: Units
  /** The accounts whose people announcements may go to. */
  readonly audience: readonly AudienceAccount[]
  /** The approved templates for notices of classes, as they now are. */
  readonly noticeTemplates: (db: Db, settings: NoticeSettings) => Promise<NoticeTemplates>
  readonly checkIns: CheckInCodes
  /** Of pages that staff are pointed to. */
  readonly links: StaffLinks
}

/** Reads what desks know and say from `root` (the project's folder). Throws an `AppError` that names a file with a mistake. */
export function createDesks(root: string, parts: DeskParts): Desks {
  const { db, sealer, ids, units, communes, provinces, desk, plans, moments, audience, checkIns, links } = parts
  const { classTexts, checkInTexts, visitTexts, mentorTexts, mentorRules } = parts
  const messages = join(root, 'data/messages')
  const rules = readSendingRules(join(root, 'data/platform-rules'))
  const labels = readBroadcastLabels(messages)
  const noticeSettings = readNoticeSettings(root)
  const classDesk: ClassDesk = {
    db,
    sealer,
    ids,
    units,
    personIndex: parts.personIndex,
    classTexts,
    readCommand: createClassCommandReader(readDeskWords(root)),
    moments,
    holidays: desk.calendar.holidays,
    support: desk,
    sending: rules,
    mostDong: noticeSettings.most_dong,
    readTemplates: (from) => parts.noticeTemplates(from, noticeSettings),
    checkIns,
    links,
    texts: readYaml(join(messages, 'class-desk.yaml'), classDeskTextsSchema),
  }
  const broadcastDesk: BroadcastDesk = {
    db,
    sealer,
    ids,
    units,
    communes,
    provinces,
    accounts: audience,
    rules,
    texts: readBroadcastTexts(messages),
    labels,
    alarms: readAlarmTexts(messages),
    says: readYaml(join(messages, 'broadcast-desk.yaml'), broadcastDeskTextsSchema),
    writers: createWriters(db),
    moments,
    support: desk,
  }
  const reportDesk: ReportDesk = {
    db,
    sealer,
    units,
    accounts: audience,
    plans,
    texts: readReportTexts(messages, labels),
    mask: createPersonalMask(readLlmLanguage(root).personal),
  }
  const consoleDesk = {
    db,
    sealer,
    units,
    links,
    texts: readYaml(join(messages, 'console-desk.yaml'), consoleDeskTextsSchema),
  }
  const closing = readYaml(join(root, 'data/language/closing.yaml'), z.array(z.string()))
  const checkInTurns = createCheckInTurns({ db, sealer, checkIns, texts: checkInTexts })
  const staffTurns = createDeskTurns(db, desk, closing, [
    (words) => consoleStaffTurn(consoleDesk, words),
    (words) => classStaffTurn(classDesk, words),
    (words) => visitStaffTurn({ db, desk, texts: visitTexts }, words),
    (words) => mentorStaffTurn({ db, desk, mentorTexts, mentorRules }, words),
    (words) => reportStaffTurn(reportDesk, words),
    (words) => broadcastStaffTurn(broadcastDesk, words),
  ])
  const deskTurns: DeskTurns = async (...event) => (await checkInTurns(...event)) ?? staffTurns(...event)
  return { deskTurns, classDesk, broadcastDesk, reportDesk, noticeSettings }
}
