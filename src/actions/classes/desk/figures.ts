import { recordClassAudit } from '../../../classes/audit.store.ts'
import { type MonthFigures, readFigures } from '../../../classes/figures.store.ts'
import { fill } from '../../../core/fill.ts'
import type { UnitCode } from '../../../places/commune.ts'
import { actorOf, type StaffMember } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import type { ClassDeskTexts } from './class-desk-texts.ts'

/** So many months are said, the last ones. */
const SHOWN = 12

/** The figures of a member's own unit, by month. */
export async function showFigures(
  { db, units, texts }: ClassDesk,
  member: StaffMember,
  now: number,
): Promise<StaffTurn> {
  const { unit } = member
  const communes = units.within(unit).filter((one) => units.isCommune(one)) as readonly UnitCode[]
  const months = await readFigures(db, communes)
  const name = units.nameOf(unit)
  const said =
    months.length === 0
      ? fill(texts.figures.none, { unit: `${name.charAt(0).toUpperCase()}${name.slice(1)}` })
      : [
          fill(texts.figures.head, { unit: name }),
          ...months.slice(-SHOWN).map((month) => monthSaid(texts, month)),
        ].join('\n')
  const entry = { at: now, actor: actorOf(member), action: 'figures_viewed' as const, subject: `unit:${unit}` }
  return sayAtDesk(said, (trx) => recordClassAudit(trx, entry))
}

function monthSaid({ figures }: ClassDeskTexts, { month, ...counts }: MonthFigures): string {
  const said = Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, String(count)]))
  return fill(figures.month, { month: month.split('-').reverse().join('/'), ...said })
}
