import { join } from 'node:path'
import { createActions } from './actions/actions.ts'
import { checkInTextsSchema } from './actions/classes/check-in-texts.ts'
import { type ClassTexts, classTextsSchema } from './actions/classes/class-texts.ts'
import { noTemplates } from './actions/classes/notice-templates.ts'
import { readWishWords } from './actions/classes/wish-words.ts'
import type { ActionDeps } from './actions/deps.ts'
import { createErase, type Erase } from './actions/erase.ts'
import { mentorTextsSchema } from './actions/mentors/mentor-texts.ts'
import type { PairMessenger } from './actions/mentors/tell-pairs.ts'
import { actionTextsSchema } from './actions/texts.ts'
import { visitTextsSchema } from './actions/visits/visit-texts.ts'
import { readTopics } from './answers/topics.ts'
import type { PersonIndex } from './classes/person-index.ts'
import type { Ids, ProvinceId } from './core/ids.ts'
import { readYaml } from './core/read-yaml.ts'
import type { Db } from './db/open.ts'
import type { Sealer } from './db/seal.ts'
import { createDesks, type DeskParts, type Desks } from './desks.ts'
import type { Actions } from './engine/action.ts'
import type { Conversation } from './engine/conversation.ts'
import { CORE_ACTIONS } from './engine/core-actions.ts'
import { loadMoments } from './engine/expects/load-expects.ts'
import { readFillers } from './engine/fillers.ts'
import { type ConversationParts, loadConversation } from './engine/load-conversation.ts'
import type { Learning } from './learning/learning.ts'
import { loadLearning } from './learning/load-learning.ts'
import type { QuestionIndex } from './learning/question-index.ts'
import type { Llm } from './llm/llm.ts'
import { mentorRulesSchema } from './mentors/languages.ts'
import type { Matching } from './mentors/match.ts'
import { type Communes, readCommunes } from './places/communes.ts'
import type { Province } from './places/provinces.ts'
import { planTextsSchema } from './plans/describe-activities.ts'
import { readPlans } from './plans/read-plans.ts'
import { createUnits, type Units } from './staff/units.ts'
import { loadSupportDesk, type SupportDesk } from './support/desk.ts'
import type { Deliver } from './support/letter.ts'

/** What the assistant can say and do, whichever channels it speaks on. */
export interface Domain extends Desks {
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly units: Units
  readonly desk: SupportDesk
  readonly erase: Erase
  readonly classTexts: ClassTexts
  readonly communes: Communes
  readonly pairing: PairMessenger & Matching
  readonly conversation: Conversation
  readonly learning: Learning
}

/** What the domain is made of besides the project's files. */
export interface DomainParts extends Pick<DeskParts, 'checkIns' | 'links'> {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly deliver: Deliver
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  /** The accounts whose people announcements may go to; without it to nobody. */
  readonly audience?: DeskParts['audience']
  /** The approved templates for notices of classes; without it there are none. */
  readonly noticeTemplates?: DeskParts['noticeTemplates']
  readonly personIndex: PersonIndex
  readonly questionIndex: QuestionIndex
  /** Helps with wording, where one is set. */
  readonly llm?: Llm | null
}

/** All of the domain that stands without flows, and what these stand on. `actions`: the domain's and the engine's own. */
type BeneathFlows = Omit<Domain, 'conversation' | 'learning'> &
  Pick<ConversationParts, 'topics' | 'fillers' | 'moments'> & { readonly actions: Actions }

/** Reads everything of `root` (the project's folder) that the domain is made of. Throws an `AppError` that names a file with a mistake. */
export function createDomain(root: string, parts: DomainParts): Domain {
  const { topics, fillers, moments, actions, ...beneath } = createDomainBeneathFlows(root, parts)
  const { provinces, communes } = beneath
  const { llm = null } = parts
  const conversation = loadConversation(root, { provinces, communes, topics, fillers, moments, actions, llm })
  return { ...beneath, conversation, learning: loadLearning(root, parts, conversation.answers) }
}

/** All that flows stand on, and so what they can be judged with while they are wrong. Errors as `createDomain`. */
export function createDomainBeneathFlows(root: string, parts: DomainParts): BeneathFlows {
  const { db, sealer, ids, deliver, provinces, personIndex, checkIns, links } = parts
  const { audience = [], noticeTemplates = noTemplates } = parts
  const messages = join(root, 'data/messages')
  const language = join(root, 'data/language')
  const communes = readCommunes(root)
  const units = createUnits(provinces, communes)
  const desk = loadSupportDesk(root, { sealer, units, deliver })
  const topics = readTopics(join(root, 'data/topics.yaml'))
  const fillers = readFillers(language)
  const moments = loadMoments(language, fillers)
  const classTexts = readYaml(join(messages, 'classes.yaml'), classTextsSchema)
  const mentorTexts = readYaml(join(messages, 'mentors.yaml'), mentorTextsSchema)
  const mentorRules = readYaml(join(root, 'data/mentors.yaml'), mentorRulesSchema)
  const pairing = { sealer, ids, communes, deliver, desk, mentorTexts, mentorRules }
  const deps: ActionDeps = {
    ...pairing,
    db,
    provinces,
    plans: readPlans(join(root, 'data/plans'), { topics, provinces, communes }),
    planTexts: readYaml(join(messages, 'plans.yaml'), planTextsSchema),
    texts: readYaml(join(messages, 'actions.yaml'), actionTextsSchema),
    classTexts,
    checkInTexts: readYaml(join(messages, 'check-in.yaml'), checkInTextsSchema),
    personIndex,
    moments,
    wishWords: readWishWords(root),
    visitTexts: readYaml(join(messages, 'requests.yaml'), visitTextsSchema),
    paidAccounts: new Set(
      audience.filter(({ id, paid }) => (paid?.priceDong(id) ?? null) !== null).map(({ id }) => id),
    ),
  }
  return {
    provinces,
    units,
    desk,
    erase: createErase({ ...pairing, classTexts, visitTexts: deps.visitTexts }),
    classTexts,
    pairing,
    ...createDesks(root, { ...deps, units, audience, noticeTemplates, checkIns, links }),
    communes,
    topics,
    fillers,
    moments,
    actions: new Map([...CORE_ACTIONS, ...createActions(deps)]),
  }
}
