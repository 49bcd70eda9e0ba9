import { classTextsSchema } from '../../src/actions/classes/class-texts.ts'
import type { ClassDesk } from '../../src/actions/classes/desk/class-desk.ts'
import { classDeskTextsSchema } from '../../src/actions/classes/desk/class-desk-texts.ts'
import { createClassLinks } from '../../src/actions/classes/desk/class-links.ts'
import { readDeskWords } from '../../src/actions/classes/desk/desk-words.ts'
import { classStaffTurn } from '../../src/actions/classes/desk/handle-class-command.ts'
import { createClassCommandReader } from '../../src/actions/classes/desk/read-class-command.ts'
import { readNoticeSettings } from '../../src/actions/classes/notice-settings.ts'
import { noTemplates } from '../../src/actions/classes/notice-templates.ts'
import { readSendingRules } from '../../src/broadcasts/rules.ts'
import { readCalendar } from '../../src/calendar/read-calendar.ts'
import { createCheckInCodes } from '../../src/classes/check-in-code.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { createIds } from '../../src/core/ids.ts'
import { readYaml } from '../../src/core/read-yaml.ts'
import type { Db } from '../../src/db/open.ts'
import { loadMoments } from '../../src/engine/expects/load-expects.ts'
import { personIndex } from '../classes/support/samples.ts'
import { carriedOut } from './hired.ts'
import { NOW, sealer } from './samples.ts'
import { desk as support, units } from './support-desk.ts'

export const checkIns = createCheckInCodes(Buffer.alloc(32, 'a check-in key of the tests'))

const parts = {
  sealer,
  ids: createIds(() => NOW),
  units,
  personIndex,
  texts: readYaml('data/messages/class-desk.yaml', classDeskTextsSchema),
  classTexts: readYaml('data/messages/classes.yaml', classTextsSchema),
  readCommand: createClassCommandReader(readDeskWords('.')),
  moments: loadMoments('data/language'),
  holidays: readCalendar('.').holidays,
  support,
  sending: readSendingRules('data/platform-rules'),
  mostDong: readNoticeSettings('.').most_dong,
  readTemplates: noTemplates,
  checkIns,
  links: createClassLinks(() => 'https://gan-dan.example'),
}

/** The class desk of the product's own words and texts. */
export function classDeskOver(db: Db): ClassDesk {
  return { db, ...parts }
}

/** What a contact is told who types a command about classes; null where it is none. */
export async function typeAtDesk(db: Db, contact: ContactId, text: string, now: number): Promise<string | null> {
  return carriedOut(db, await classStaffTurn(classDeskOver(db), { contact, text, key: 'r1', now }))
}
