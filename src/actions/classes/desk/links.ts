import { recordClassAudit } from '../../../classes/audit.store.ts'
import { allowDownload } from '../../../classes/download.store.ts'
import { listHeldSessions, nextSession } from '../../../classes/session.store.ts'
import { vietnamDateTime } from '../../../core/clock.ts'
import { fill } from '../../../core/fill.ts'
import { actorOf } from '../../../staff/member.ts'
import { drawPageToken } from '../../../staff/page-link.store.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import type { AtDesk } from './read-back.ts'

/** Gives a link under which this member, and nobody else's unit, may once download the list of the class. */
export function giveListLink({ texts, links }: ClassDesk, { member, row, now }: AtDesk): StaffTurn {
  const token = drawPageToken()
  const said = fill(texts.list_link, { code: row.code, link: links.list(token) })
  return sayAtDesk(said, async (trx) => {
    await allowDownload(trx, token, { classId: row.id, staff: member.id, now })
    const entry = { at: now, actor: actorOf(member), action: 'list_link_made' as const, subject: `class:${row.id}` }
    await recordClassAudit(trx, entry)
  })
}

/** Gives the address of the poster by which people check in to the next date of the class. */
export async function givePosterLink(
  { db, texts, links, checkIns }: ClassDesk,
  { member, row, now }: AtDesk,
): Promise<StaffTurn> {
  const session = nextSession(await listHeldSessions(db, row.id), now)
  if (!session || row.status === 'cancelled') return sayAtDesk(fill(texts.no_date, { code: row.code }))
  const { number, startsAt } = session
  const link = links.poster(checkIns.codeOf({ id: row.id, code: row.code, number }))
  const entry = {
    at: now,
    actor: actorOf(member),
    action: 'poster_made' as const,
    subject: `class:${row.id}`,
    detail: `date ${number}`,
  }
  const said = fill(texts.poster_link, { code: row.code, when: vietnamDateTime(startsAt), link })
  return sayAtDesk(said, (trx) => recordClassAudit(trx, entry))
}
