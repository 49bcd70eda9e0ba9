import { requestVisit } from '../../../src/actions/visit.ts'
import { visitTextsSchema } from '../../../src/actions/visits/visit-texts.ts'
import { type ContactId, createIds } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import type { Db } from '../../../src/db/open.ts'
import type { Action, ActionContext } from '../../../src/engine/action.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { carriedOut } from '../../support/hired.ts'
import { account, sealer } from '../../support/samples.ts'
import { desk, giaLai } from '../../support/support-desk.ts'

export const texts = readYaml('data/messages/requests.yaml', visitTextsSchema)

/** Has an action done for a contact as their turn would; gives what it came to, with all that is said. */
export async function doFor(
  db: Db,
  contact: ContactId,
  now: number,
  action: Action,
  given: Readonly<Record<string, string>>,
) {
  const about: ActionContext = {
    contact,
    account,
    channel: 'zalo-oa',
    province: giaLai,
    now,
    lastQuestion: null,
    answeredWith: null,
    words: null,
    known: {},
  }
  const { outcome, values, writes = [] } = await action.run(given, about)
  return { outcome, values, said: await carriedOut(db, { messages: [], writes }) }
}

/** What the actions about visits work with. */
export function visitDeps(db: Db, now: number) {
  return { db, sealer, ids: createIds(() => now), desk, visitTexts: texts } as Parameters<typeof requestVisit>[0]
}

/** A person asks for a visit, as flows/nho-den-nha.yaml does; gives its code. */
export async function askForVisit(db: Db, contact: ContactId, commune: UnitCode, now: number): Promise<string> {
  const { values } = await doFor(db, contact, now, requestVisit(visitDeps(db, now)), {
    commune,
    help: 'Việc: Cài và dùng VNeID',
    for_whom: 'Người cần giúp: Cho tôi',
    when: 'Hẹn 08:00 02/10/2026',
    name: 'Nguyễn Văn An',
    phone: '0912345678',
  })
  return String(values?.visit_code?.value)
}
