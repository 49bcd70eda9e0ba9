import { consoleDeskTextsSchema, consoleStaffTurn } from '../../src/actions/console/console-desk.ts'
import { createStaffLinks } from '../../src/actions/staff-links.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { readYaml } from '../../src/core/read-yaml.ts'
import type { Db } from '../../src/db/open.ts'
import { carriedOut } from './hired.ts'
import { sealer } from './samples.ts'
import { units } from './support-desk.ts'

const parts = {
  sealer,
  units,
  links: createStaffLinks(() => 'https://gan-dan.example'),
  texts: readYaml('data/messages/console-desk.yaml', consoleDeskTextsSchema),
}

/** What a contact is told who asks for the console; null where they are no staff, or asked for something else. */
export async function askForConsole(db: Db, contact: ContactId, text: string, now: number): Promise<string | null> {
  return carriedOut(db, await consoleStaffTurn({ db, ...parts }, { contact, text, key: 'r1', now }))
}

/** The path of the link in what a contact is told who types `đăng nhập`. */
export async function consolePathFor(db: Db, contact: ContactId, now: number): Promise<string> {
  const said = await askForConsole(db, contact, 'đăng nhập', now)
  return /https:\/\/gan-dan\.example(\S+)/.exec(said ?? '')?.[1] ?? ''
}
