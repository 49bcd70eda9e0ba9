import { isDeepStrictEqual } from 'node:util'
import type { Day } from '../calendar/days.ts'
import type { Ids } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { addClass, changeClass, findClassesByCode } from './class.store.ts'
import type { CatalogueClass, ClassCode, ClassId, ClassPlan } from './class.ts'
import type { Offer } from './registration.ts'
import { type Session, sessionsOf } from './schedule.ts'
import type { OfferTerms } from './seats.ts'
import type { SheetRow } from './sheets/read-class-sheet.ts'

/** What an import does with a row. */
export interface ImportStep {
  readonly sheet: string
  readonly row: number
  readonly code: ClassCode
  readonly action: 'new' | 'changed' | 'same'
  /** What differs from the catalogue; `sessions` alone when only holidays have changed. */
  readonly changes: readonly (keyof ClassPlan | 'sessions')[]
  /** How many people hold a seat of a class that is changed. */
  readonly taken: number
}

interface PlannedStep extends ImportStep {
  readonly id: ClassId | null
  readonly plan: ClassPlan
  readonly sessions: readonly Session[]
}

/** What an import would do, row by row; nothing is changed. Classes that are not in the sheet stay as they are. */
export async function planImport(
  db: Db,
  rows: readonly SheetRow[],
  holidays: ReadonlySet<Day>,
): Promise<readonly ImportStep[]> {
  return (await stepsOf(db, rows, holidays)).map(asTold)
}

/** Does it, all of it or nothing: inside the caller's transaction. Gives the seats that are now offered, too. */
export async function applyImport(
  db: Db,
  rows: readonly SheetRow[],
  {
    holidays,
    ids,
    terms,
    now,
  }: {
    readonly holidays: ReadonlySet<Day>
    readonly ids: Ids
    readonly terms: OfferTerms
    readonly now: number
  },
): Promise<{ readonly steps: readonly ImportStep[]; readonly offers: readonly Offer[] }> {
  const steps = await stepsOf(db, rows, holidays)
  const offers: Offer[] = []
  // Classes are held in one order by everybody, or two transactions could wait for each other.
  for (const { id, action, plan, sessions } of steps.toSorted((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))) {
    if (id === null) await addClass(db, plan, sessions, { ids, now })
    else if (action === 'changed') offers.push(...(await changeClass(db, id, plan, sessions, { terms, now })))
  }
  return { steps: steps.map(asTold), offers }
}

async function stepsOf(db: Db, rows: readonly SheetRow[], holidays: ReadonlySet<Day>): Promise<PlannedStep[]> {
  const codes = rows.map(({ plan }) => plan.code)
  const known = await findClassesByCode(db, codes)
  return rows.map(({ sheet, row, plan }) => {
    const before = known.get(plan.code)
    const sessions = sessionsOf(plan.schedule, holidays)
    const changes = before === undefined ? [] : differences(before, plan, sessions)
    const action = before === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same'
    const { id = null, taken = 0 } = before ?? {}
    return { sheet, row, code: plan.code, action, changes, taken, id, plan, sessions }
  })
}

function differences(
  before: CatalogueClass,
  plan: ClassPlan,
  sessions: readonly Session[],
): (keyof ClassPlan | 'sessions')[] {
  const keys = (Object.keys(plan) as (keyof ClassPlan)[]).filter((key) => !isDeepStrictEqual(before[key], plan[key]))
  return keys.includes('schedule') || isDeepStrictEqual(before.sessions, sessions) ? keys : [...keys, 'sessions']
}

function asTold({ sheet, row, code, action, changes, taken }: PlannedStep): ImportStep {
  return { sheet, row, code, action, changes, taken }
}
