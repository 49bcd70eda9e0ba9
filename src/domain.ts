import { join } from 'node:path'
import { z } from 'zod'
import { createActions } from './actions/actions.ts'
import type { BroadcastDesk } from './actions/broadcasts/broadcast-desk.ts'
import { broadcastDeskTextsSchema } from './actions/broadcasts/broadcast-desk-texts.ts'
import { broadcastStaffTurn } from './actions/broadcasts/broadcast-turns.ts'
import { createCheckInTurns } from './actions/classes/check-in.ts'
import { checkInTextsSchema } from './actions/classes/check-in-texts.ts'
import { type ClassTexts, classTextsSchema } from './actions/classes/class-texts.ts'
import type { ClassDesk } from './actions/classes/desk/class-desk.ts'
import { classDeskTextsSchema } from './actions/classes/desk/class-desk-texts.ts'
import { readDeskWords } from './actions/classes/desk/desk-words.ts'
import { classStaffTurn } from './actions/classes/desk/handle-class-command.ts'
import { createClassCommandReader } from './actions/classes/desk/read-class-command.ts'
import { readNoticeSettings } from './actions/classes/notice-settings.ts'
import { type NoticeTemplates, noTemplates } from './actions/classes/notice-templates.ts'
import { readWishWords } from './actions/classes/wish-words.ts'
import { consoleDeskTextsSchema, consoleStaffTurn } from './actions/console/console-desk.ts'
import { createDeskTurns, type DeskTurns } from './actions/desk-turn.ts'
import { createErase, type Erase } from './actions/erase.ts'
import { mentorStaffTurn } from './actions/mentors/mentor-desk.ts'
import { mentorTextsSchema } from './actions/mentors/mentor-texts.ts'
import type { PairMessenger } from './actions/mentors/tell-pairs.ts'
import type { StaffLinks } from './actions/staff-links.ts'
import { actionTextsSchema } from './actions/texts.ts'
import { visitStaffTurn } from './actions/visits/visit-desk.ts'
import { visitTextsSchema } from './actions/visits/visit-texts.ts'
import { readTopics } from './answers/topics.ts'
import { readAlarmTexts } from './broadcasts/alarm-texts.ts'
import type { AudienceAccount } from './broadcasts/audience-accounts.ts'
import { readBroadcastLabels } from './broadcasts/labels.ts'
import { readSendingRules } from './broadcasts/rules.ts'
import { readBroadcastTexts } from './broadcasts/templates.ts'
import { createWriters } from './broadcasts/writers.ts'
import type { CheckInCodes } from './classes/check-in-code.ts'
import { readHolidays } from './classes/holidays.ts'
import type { PersonIndex } from './classes/person-index.ts'
import type { Ids, ProvinceId } from './core/ids.ts'
import { readYaml } from './core/read-yaml.ts'
import type { Db } from './db/open.ts'
import type { Sealer } from './db/seal.ts'
import type { Actions } from './engine/action.ts'
import type { Conversation } from './engine/conversation.ts'
import { CORE_ACTIONS } from './engine/core-actions.ts'
import { loadMoments } from './engine/expects/load-expects.ts'
import { loadConversation } from './engine/load-conversation.ts'
import type { Learning } from './learning/learning.ts'
import { loadLearning } from './learning/load-learning.ts'
import type { QuestionIndex } from './learning/question-index.ts'
import { readLlmLanguage } from './llm/language.ts'
import type { Llm } from './llm/llm.ts'
import { createPersonalMask } from './llm/mask-personal.ts'
import { mentorRulesSchema } from './mentors/languages.ts'
import type { Matching } from './mentors/match.ts'
import { type Communes, readCommunes } from './places/communes.ts'
import { type Province, readProvinces } from './places/provinces.ts'
import { planTextsSchema } from './plans/describe-activities.ts'
import { readPlans } from './plans/read-plans.ts'
import { type ReportDesk, reportStaffTurn } from './report/report-desk.ts'
import { readReportTexts } from './report/texts.ts'
import { createUnits, type Units } from './staff/units.ts'
import { type Deliver, loadSupportDesk, type SupportDesk } from './support/desk.ts'

/** What the assistant can say and do, whichever channels it speaks on. */
export interface Domain {
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly units: Units
  readonly desk: SupportDesk
  readonly deskTurns: DeskTurns
  readonly erase: Erase
  readonly classTexts: ClassTexts
  readonly pairing: PairMessenger & Matching
  readonly classDesk: ClassDesk
  readonly broadcastDesk: BroadcastDesk
  readonly reportDesk: ReportDesk
  readonly conversation: Conversation
  readonly learning: Learning
}

/** What the domain reads and writes with. */
export interface DomainStorage {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly deliver: Deliver
  /** The accounts whose people announcements may go to; without it to nobody. */
  readonly audience?: readonly AudienceAccount[]
  /** The approved templates for notices of classes; without it there are none. */
  readonly noticeTemplates?: (db: Db) => Promise<NoticeTemplates>
  readonly personIndex: PersonIndex
  readonly questionIndex: QuestionIndex
  readonly checkIns: CheckInCodes
  /** Of pages that staff are pointed to. */
  readonly links: StaffLinks
  /** Helps with wording, where one is set. */
  readonly llm?: Llm | null
}

/** Reads everything of `root` (the project's folder) that the domain is made of. Throws an `AppError` that names a file with a mistake. */
export function createDomain(root: string, storage: DomainStorage): Domain {
  const { communes, actions, ...parts } = createDomainBeneathFlows(root, storage)
  const { provinces } = parts
  const conversation = loadConversation(root, { provinces, communes, actions, llm: storage.llm ?? null })
  return { ...parts, conversation, learning: loadLearning(root, storage, conversation.answers) }
}

/** All that flows stand on, and so what they can be judged with while they are wrong. `actions`: the domain's and the engine's own. */
export function createDomainBeneathFlows(
  root: string,
  {
    db,
    sealer,
    ids,
    deliver,
    audience = [],
    noticeTemplates = noTemplates,
    personIndex,
    checkIns,
    links,
  }: DomainStorage,
): Omit<Domain, 'conversation' | 'learning'> & { readonly communes: Communes; readonly actions: Actions } {
  const messages = join(root, 'data/messages')
  const provinces = readProvinces(join(root, 'data/provinces'))
  const communes = readCommunes(root)
  const units = createUnits(provinces, communes)
  const desk = loadSupportDesk(root, { sealer, units, deliver })
  const plans = readPlans(join(root, 'data/plans'), {
    topics: readTopics(join(root, 'data/topics.yaml')),
    provinces,
    communes,
  })
  const checkInTexts = readYaml(join(messages, 'check-in.yaml'), checkInTextsSchema)
  const classTexts = readYaml(join(messages, 'classes.yaml'), classTextsSchema)
  const visitTexts = readYaml(join(messages, 'requests.yaml'), visitTextsSchema)
  const mentorTexts = readYaml(join(messages, 'mentors.yaml'), mentorTextsSchema)
  const mentorRules = readYaml(join(root, 'data/mentors.yaml'), mentorRulesSchema)
  const moments = loadMoments(join(root, 'data/language'))
  const actions = createActions({
    db,
    sealer,
    ids,
    communes,
    provinces,
    desk,
    plans,
    planTexts: readYaml(join(messages, 'plans.yaml'), planTextsSchema),
    texts: readYaml(join(messages, 'actions.yaml'), actionTextsSchema),
    classTexts,
    checkInTexts,
    personIndex,
    moments,
    wishWords: readWishWords(root),
    deliver,
    visitTexts,
    mentorTexts,
    mentorRules,
    paidAccounts: new Set(
      audience.filter(({ id, paid }) => (paid?.priceDong(id) ?? null) !== null).map(({ id }) => id),
    ),
  })
  const closing = readYaml(join(root, 'data/language/closing.yaml'), z.array(z.string()))
  const rules = readSendingRules(join(root, 'data/platform-rules'))
  const classDesk: ClassDesk = {
    db,
    sealer,
    ids,
    units,
    personIndex,
    classTexts,
    readCommand: createClassCommandReader(readDeskWords(root)),
    moments,
    holidays: readHolidays(root),
    support: desk,
    sending: rules,
    mostDong: readNoticeSettings(root).most_dong,
    readTemplates: noticeTemplates,
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
    labels: readBroadcastLabels(messages),
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
    texts: readReportTexts(messages),
    mask: createPersonalMask(readLlmLanguage(root).personal),
  }
  const checkInTurns = createCheckInTurns({ db, sealer, checkIns, texts: checkInTexts })
  const consoleDesk = {
    db,
    sealer,
    links,
    units,
    texts: readYaml(join(messages, 'console-desk.yaml'), consoleDeskTextsSchema),
  }
  const staffTurns = createDeskTurns(db, desk, closing, [
    (words) => consoleStaffTurn(consoleDesk, words),
    (words) => classStaffTurn(classDesk, words),
    (words) => visitStaffTurn({ db, desk, texts: visitTexts }, words),
    (words) => mentorStaffTurn({ db, desk, mentorTexts, mentorRules }, words),
    (words) => reportStaffTurn(reportDesk, words),
    (words) => broadcastStaffTurn(broadcastDesk, words),
  ])
  const pairing = { sealer, ids, communes, deliver, desk, mentorTexts, mentorRules }
  const deskTurns: DeskTurns = async (...event) => (await checkInTurns(...event)) ?? staffTurns(...event)
  const erase = createErase({ ...pairing, classTexts })
  return {
    provinces,
    units,
    desk,
    deskTurns,
    erase,
    classTexts,
    pairing,
    classDesk,
    broadcastDesk,
    reportDesk,
    communes,
    actions: new Map([...CORE_ACTIONS, ...actions]),
  }
}
