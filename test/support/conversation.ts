import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { createStaffLinks } from '../../src/actions/staff-links.ts'
import type { AudienceAccount } from '../../src/broadcasts/audience-accounts.ts'
import { createCheckInCodes } from '../../src/classes/check-in-code.ts'
import { createPersonIndex } from '../../src/classes/person-index.ts'
import { domainInMemory } from '../../src/cli/domain-in-memory.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createIds } from '../../src/core/ids.ts'
import type { Db } from '../../src/db/open.ts'
import type { Sealer } from '../../src/db/seal.ts'
import { createDomain, type Domain } from '../../src/domain.ts'
import type { Conversation } from '../../src/engine/conversation.ts'
import { createQuestionIndex } from '../../src/learning/question-index.ts'
import { readProvinces } from '../../src/places/provinces.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The conversation as the server has it: real flows, real articles, real actions over an empty database in memory. */
export async function realConversation(): Promise<Conversation> {
  return (await realDomain()).conversation
}

/** All of the domain over an empty database in memory. */
export function realDomain(): Promise<Domain> {
  return domainInMemory(ROOT)
}

/** All of the domain over a database of the test's own. */
export function domainOver(db: Db, sealer: Sealer, audience: readonly AudienceAccount[] = []): Domain {
  const personIndex = createPersonIndex(randomBytes(32))
  return createDomain(ROOT, {
    db,
    sealer,
    ids: createIds(systemClock.now),
    deliver: async () => {},
    provinces: readProvinces(resolve(ROOT, 'data/provinces')),
    audience,
    personIndex,
    questionIndex: createQuestionIndex(randomBytes(32)),
    checkIns: createCheckInCodes(randomBytes(32)),
    links: createStaffLinks(() => 'http://localhost:3000'),
  })
}
