import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { askRatings } from '../../actions/classes/ask-ratings.ts'
import { passOnExpiredOffers } from '../../actions/classes/offers.ts'
import type { Erase } from '../../actions/erase.ts'
import { createStaffLinks } from '../../actions/staff-links.ts'
import { readAbbreviations } from '../../answers/text/language.ts'
import type { Rewriter } from '../../answers/text/rewriter.ts'
import { createCheckInCodes } from '../../classes/check-in-code.ts'
import { createPersonIndex } from '../../classes/person-index.ts'
import type { Clock } from '../../core/clock.ts'
import { createIds, type Ids, type ProvinceId } from '../../core/ids.ts'
import { migrate } from '../../db/migrate.ts'
import { type Database, openDatabase } from '../../db/open.ts'
import { createSealer, type Sealer } from '../../db/seal.ts'
import { createDomain } from '../../domain.ts'
import type { Conversation } from '../../engine/conversation.ts'
import { type Fillers, readFillers } from '../../engine/fillers.ts'
import { type FlowFile, readFlowFolder } from '../../engine/flow/read-flows.ts'
import { createQuestionIndex } from '../../learning/question-index.ts'
import { insertOutbox } from '../../outbox/outbox.store.ts'
import type { UnitCode } from '../../places/commune.ts'
import { provinceOrThrow, readProvinces } from '../../places/provinces.ts'
import type { Deliver } from '../../support/letter.ts'

/** All that chats are played with: the real conversation over an empty database in memory. */
export interface Stage extends AsyncDisposable {
  readonly database: Database
  readonly sealer: Sealer
  readonly ids: Ids
  readonly conversation: Conversation
  readonly provinces: ReadonlySet<ProvinceId>
  readonly flowFiles: readonly FlowFile[]
  readonly fillers: Fillers
  readonly abbreviations: Rewriter
  readonly erase: Erase
  /** The time of the chat that is played. */
  readonly clock: Clock & { set(now: number): void }
  /** Seats that nobody took in time go to the next in line; who was in a class is asked how it was. */
  readonly tendClasses: () => Promise<void>
  readonly codeOf: (province: ProvinceId) => UnitCode
}

/** Reads everything of `root` (the project's folder) once, for any number of chats. Throws an `AppError` that names a file with a mistake. */
export async function openStage(root: string): Promise<Stage> {
  const database = openDatabase('file::memory:')
  await migrate(database)
  const sealer = createSealer(randomBytes(32))
  const clock = settableClock()
  const ids = createIds(clock.now)
  const deliver: Deliver = (trx, { message, now, ...letter }) =>
    insertOutbox(trx, sealer, [{ ...letter, purpose: 'reply', part: { body: message } }], now)
  const personIndex = createPersonIndex(randomBytes(32))
  const provinces = readProvinces(join(root, 'data/provinces'))
  const { conversation, erase, classTexts, desk, classDesk, noticeSettings } = createDomain(root, {
    db: database.db,
    sealer,
    ids,
    deliver,
    provinces,
    personIndex,
    questionIndex: createQuestionIndex(randomBytes(32)),
    checkIns: createCheckInCodes(randomBytes(32)),
    links: createStaffLinks(() => 'http://localhost:3000'),
  })
  const { sending: rules, mostDong } = classDesk
  return {
    database,
    sealer,
    ids,
    clock,
    conversation,
    erase,
    async tendClasses() {
      await passOnExpiredOffers(database.db, { deliver, classTexts, desk }, clock.now())
      await askRatings(database.db, { desk, classTexts, rules, mostDong }, noticeSettings.ask_rating_at, clock.now())
    },
    codeOf: (province) => provinceOrThrow(provinces, province).code,
    provinces: new Set(provinces.keys()),
    flowFiles: readFlowFolder(join(root, 'flows')).files,
    fillers: readFillers(join(root, 'data/language')),
    abbreviations: readAbbreviations(join(root, 'data/language')),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

function settableClock(): Stage['clock'] {
  let time = 0
  return {
    now: () => time,
    set: (now) => {
      time = now
    },
  }
}
