import { z } from 'zod'
import { vietnamTime } from '../../core/clock.ts'
import { MINUTE_MS } from '../../core/durations.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import { recordStaffAudit } from '../../staff/audit.store.ts'
import { actorOf, reaches, type StaffMember } from '../../staff/member.ts'
import { allowPageLink, drawPageToken } from '../../staff/page-link.store.ts'
import { findStaffByContact } from '../../staff/staff.store.ts'
import type { Units } from '../../staff/units.ts'
import type { StaffWords } from '../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { asksForCommands, asksForConsole } from './read-console-command.ts'

/** How long a link into the console works. */
export const CONSOLE_LINK_LASTS_MS = 10 * MINUTE_MS

const text = z.string().min(1)
export const consoleDeskTextsSchema = z.strictObject({
  link: text,
  commands: z.strictObject({ head: text, everybody: text, communes: text, officers: text, end: text }),
})

/** What staff are let into the console with, and told what they can type. */
export interface ConsoleDesk {
  readonly db: Db
  readonly sealer: Sealer
  readonly links: {
    /** Where a member of staff enters the console, once. */
    console(token: string): string
  }
  readonly units: Pick<Units, 'isCommune'>
  readonly texts: z.infer<typeof consoleDeskTextsSchema>
}

/**
 * The turn of a member of staff who types `đăng nhập`: a link that opens the console once, as them; or `lệnh`: what they
 * can type. Null for everyone and everything else.
 */
export async function consoleStaffTurn(
  desk: ConsoleDesk,
  { contact, text, now }: StaffWords,
): Promise<StaffTurn | null> {
  const help = asksForCommands(text)
  if (!help && !asksForConsole(text)) return null
  const member = await findStaffByContact(desk.db, desk.sealer, contact)
  if (!member) return null
  return help ? sayAtDesk(commandsFor(desk, member)) : letIn(desk, member, now)
}

/** What a member can type, by their role and the level of their unit. */
function commandsFor({ texts: { commands }, units }: ConsoleDesk, { role, unit }: StaffMember): string {
  return [
    commands.head,
    commands.everybody,
    ...(units.isCommune(unit) ? [commands.communes] : []),
    ...(reaches(role, 'officer') ? [commands.officers] : []),
    commands.end,
  ].join('\n\n')
}

function letIn(desk: ConsoleDesk, member: StaffMember, now: number): StaffTurn {
  const token = drawPageToken()
  const expiresAt = now + CONSOLE_LINK_LASTS_MS
  const said = fill(desk.texts.link, {
    name: member.name,
    until: vietnamTime(expiresAt),
    link: desk.links.console(token),
  })
  return sayAtDesk(said, async (trx) => {
    await allowPageLink(trx, token, { purpose: 'console', about: null, staff: member.id, expiresAt })
    const actor = actorOf(member)
    await recordStaffAudit(trx, { at: now, actor, action: 'console_link_made', subject: actor })
  })
}
