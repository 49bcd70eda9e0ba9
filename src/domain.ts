import { join } from 'node:path'
import { z } from 'zod'
import { createActions } from './actions/actions.ts'
import { type ClassTexts, classTextsSchema } from './actions/classes/class-texts.ts'
import { classDeskTextsSchema } from './actions/classes/desk/class-desk.ts'
import { classStaffTurn } from './actions/classes/desk/handle-class-command.ts'
import { createDeskTurns, type DeskTurns } from './actions/desk-turn.ts'
import { createErase, type Erase } from './actions/erase.ts'
import { actionTextsSchema } from './actions/texts.ts'
import { visitStaffTurn } from './actions/visits/visit-desk.ts'
import { visitTextsSchema } from './actions/visits/visit-texts.ts'
import { readTopics } from './answers/topics.ts'
import type { PersonIndex } from './classes/person-index.ts'
import type { Ids, ProvinceId } from './core/ids.ts'
import { readYaml } from './core/read-yaml.ts'
import type { Db } from './db/open.ts'
import type { Sealer } from './db/seal.ts'
import type { Actions } from './engine/action.ts'
import type { Conversation } from './engine/conversation.ts'
import { CORE_ACTIONS } from './engine/core-actions.ts'
import { loadConversation } from './engine/load-conversation.ts'
import type { Llm } from './llm/llm.ts'
import { type Communes, readCommunes } from './places/communes.ts'
import { type Province, readProvinces } from './places/provinces.ts'
import { planTextsSchema } from './plans/describe-activities.ts'
import { readPlans } from './plans/read-plans.ts'
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
  readonly conversation: Conversation
}

/** What the domain reads and writes with. */
export interface DomainStorage {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly deliver: Deliver
  readonly personIndex: PersonIndex
  /** Helps with wording, where one is set. */
  readonly llm?: Llm | null
}

/** Reads everything of `root` (the project's folder) that the domain is made of. Throws an `AppError` that names a file with a mistake. */
export function createDomain(root: string, storage: DomainStorage): Domain {
  const { communes, actions, ...parts } = createDomainBeneathFlows(root, storage)
  const { provinces } = parts
  return { ...parts, conversation: loadConversation(root, { provinces, communes, actions, llm: storage.llm ?? null }) }
}

/** All that flows stand on, and so what they can be judged with while they are wrong. `actions`: the domain's and the engine's own. */
export function createDomainBeneathFlows(
  root: string,
  { db, sealer, ids, deliver, personIndex }: DomainStorage,
): Omit<Domain, 'conversation'> & { readonly communes: Communes; readonly actions: Actions } {
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
  const classTexts = readYaml(join(messages, 'classes.yaml'), classTextsSchema)
  const visitTexts = readYaml(join(messages, 'requests.yaml'), visitTextsSchema)
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
    personIndex,
    deliver,
    visitTexts,
  })
  const closing = readYaml(join(root, 'data/language/closing.yaml'), z.array(z.string()))
  const classDesk = {
    db,
    sealer,
    ids,
    units,
    personIndex,
    texts: readYaml(join(messages, 'class-desk.yaml'), classDeskTextsSchema),
  }
  const deskTurns = createDeskTurns(db, desk, closing, [
    (words) => classStaffTurn(classDesk, words),
    (words) => visitStaffTurn({ db, desk, texts: visitTexts }, words),
  ])
  const erase = createErase({ sealer, deliver, classTexts, desk })
  return {
    provinces,
    units,
    desk,
    deskTurns,
    erase,
    classTexts,
    communes,
    actions: new Map([...CORE_ACTIONS, ...actions]),
  }
}
