import type { BroadcastDesk } from '../../src/actions/broadcasts/broadcast-desk.ts'
import { broadcastDeskTextsSchema } from '../../src/actions/broadcasts/broadcast-desk-texts.ts'
import { broadcastStaffTurn } from '../../src/actions/broadcasts/broadcast-turns.ts'
import type { StaffTurn } from '../../src/actions/desk-turn.ts'
import { readAlarmTexts } from '../../src/broadcasts/alarm-texts.ts'
import { audienceAccounts } from '../../src/broadcasts/audience-accounts.ts'
import { readBroadcastLabels } from '../../src/broadcasts/labels.ts'
import { createWriters } from '../../src/broadcasts/writers.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import { readYaml } from '../../src/core/read-yaml.ts'
import type { Db } from '../../src/db/open.ts'
import { loadMoments } from '../../src/engine/expects/load-expects.ts'
import { readCommunes } from '../../src/places/communes.ts'
import { accounts, MORNING, provinces, rules, texts } from '../broadcasts/support/world.ts'
import { carriedOut } from './hired.ts'
import { sealer } from './samples.ts'
import { desk as support, units } from './support-desk.ts'

const parts = {
  sealer,
  ids: createIds(() => MORNING),
  units,
  communes: readCommunes('.'),
  provinces,
  accounts: audienceAccounts(accounts),
  rules,
  texts,
  labels: readBroadcastLabels('data/messages'),
  alarms: readAlarmTexts('data/messages'),
  says: readYaml('data/messages/broadcast-desk.yaml', broadcastDeskTextsSchema),
  moments: loadMoments('data/language'),
  support,
}

/** The desk of announcements, with the product's own words and texts. */
export function broadcastDeskOver(db: Db): BroadcastDesk {
  return { db, writers: createWriters(db), ...parts }
}

/** What a contact's words come to at the desk; null where they are nothing of it. */
export function broadcastTurn(db: Db, contact: ContactId, text: string, now: number): Promise<StaffTurn | null> {
  return broadcastStaffTurn(broadcastDeskOver(db), { contact, text, key: 'r1', now })
}

/** The same, carried out; gives what the contact is told. */
export async function typeOfBroadcasts(db: Db, contact: ContactId, text: string, now: number): Promise<string | null> {
  return carriedOut(db, await broadcastTurn(db, contact, text, now))
}
