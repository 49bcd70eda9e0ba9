import type { ProvinceId } from '../core/ids.ts'
import { actorOf, canActIn, type Role, reaches, type StaffMember, type UnitId } from '../staff/member.ts'
import type { Units } from '../staff/units.ts'
import { onlyNamed } from './only-named.ts'
import type { PageName } from './pages/layout.ts'

/** Who is at the console: whoever knows its password, or a member of staff who came by a link from their chat. */
export type Who = { readonly role: 'admin' } | { readonly role: 'staff'; readonly member: StaffMember }

/** The least role of staff for a page; the pages that are not named are the admin's alone. */
const LEAST_ROLE: Readonly<Partial<Record<PageName, Role>>> = {
  requests: 'commune_staff',
  classes: 'commune_staff',
  broadcasts: 'officer',
  learning: 'officer',
  report: 'officer',
}

/** Whether somebody may open a page, and do what is done there. What they see of it is a matter of their unit. */
export function mayOpen(units: Units, who: Who, page: PageName): boolean {
  if (who.role === 'admin') return true
  const { role, unit } = who.member
  const least = LEAST_ROLE[page]
  if (least === undefined || !reaches(role, least)) return false
  // Questions are kept by province: a commune has none of its own.
  return page !== 'learning' || !units.isCommune(unit)
}

/** How the audit log names whoever is at the console. */
export function actorAt(who: Who): string {
  return who.role === 'admin' ? 'admin' : actorOf(who.member)
}

/** A unit as it is chosen on a page. */
export interface UnitChoice {
  readonly id: UnitId
  readonly name: string
}

/** The unit that was typed, as `23941`, `23941 xã Chư Sê` or `xã Chư Sê`; undefined where none is, or more than one. */
export function unitTyped(choices: readonly UnitChoice[], typed: string): UnitId | undefined {
  const [code] = typed.trim().split(' ')
  const meant = choices.find(({ id }) => id === code) ?? onlyNamed(choices, ({ name }) => name, typed)
  return meant?.id
}

/** What somebody may choose of the units that are served. */
export function unitChoices(units: Units, who: Who, provinces: readonly ProvinceId[]): readonly UnitChoice[] {
  return provinces
    .flatMap((province) => units.within(province))
    .filter((unit) => who.role === 'admin' || canActIn(units, who.member, unit))
    .map((id) => ({ id, name: units.nameOf(id) }))
}
