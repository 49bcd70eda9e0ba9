import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createStaffLinks } from '../actions/staff-links.ts'
import { createCheckInCodes } from '../classes/check-in-code.ts'
import { createPersonIndex } from '../classes/person-index.ts'
import { systemClock } from '../core/clock.ts'
import { createIds } from '../core/ids.ts'
import { migrate } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { createSealer } from '../db/seal.ts'
import { createDomain, createDomainBeneathFlows, type Domain, type DomainParts } from '../domain.ts'
import type { Actions } from '../engine/action.ts'
import { createQuestionIndex } from '../learning/question-index.ts'
import { readProvinces } from '../places/provinces.ts'

/** The whole domain over an empty database in memory: for commands that try what is said, and store and send nothing. */
export async function domainInMemory(root: string): Promise<Domain & AsyncDisposable> {
  const database = openDatabase('file::memory:')
  await migrate(database)
  return {
    ...createDomain(root, partsOver(database, root)),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** What flows may call, to be looked at and not run: read also when flows are wrong. */
export async function actionsInMemory(root: string): Promise<Actions> {
  await using database = openDatabase('file::memory:')
  return createDomainBeneathFlows(root, partsOver(database, root)).actions
}

function partsOver({ db }: Database, root: string): DomainParts {
  return {
    db,
    provinces: readProvinces(join(root, 'data/provinces')),
    sealer: createSealer(randomBytes(32)),
    ids: createIds(systemClock.now),
    deliver: async () => {},
    personIndex: createPersonIndex(randomBytes(32)),
    questionIndex: createQuestionIndex(randomBytes(32)),
    checkIns: createCheckInCodes(randomBytes(32)),
    links: createStaffLinks(() => 'http://localhost:3000'),
  }
}
