import { broadcastFigures } from '../broadcasts/figures.store.ts'
import { addClassFigures, classFigures, NO_CLASSES } from '../classes/period-figures.store.ts'
import type { AccountId, ProvinceId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { calendarOf } from '../core/vietnam-day.ts'
import { findIdRange, type IdRange } from '../db/id-range.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { inboxFigures } from '../inbox/figures.store.ts'
import { questionFigures } from '../learning/figures.store.ts'
import { mentorFigures, NO_MENTORS } from '../mentors/figures.store.ts'
import { outboxFigures } from '../outbox/figures.store.ts'
import { NO_PEOPLE, peopleFigures } from '../people/figures.store.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Plan } from '../plans/plan.schema.ts'
import { NO_VISITS, visitFigures } from '../requests/figures.store.ts'
import type { UnitId } from '../staff/member.ts'
import type { Units } from '../staff/units.ts'
import { NO_TICKETS, ticketFigures } from '../support/figures.store.ts'
import type { AskFrequent } from './frequent-questions.ts'
import { daysOf } from './period.ts'
import type { CommuneFigures, ProvinceFigures, Report, UnitFigures } from './report.ts'

/** What reports are made of. */
export interface ReportSources {
  readonly db: Db
  readonly sealer: Sealer
  readonly units: Units
  readonly accounts: readonly { readonly id: AccountId; readonly province: ProvinceId }[]
  readonly plans: readonly Plan[]
}

export interface ReportWish {
  /** A province or commune that is served. */
  readonly unit: UnitId
  readonly period: Period
  /** UTC ms. */
  readonly now: number
  /** Where the questions that were asked most are wanted too: grouping them takes a while. */
  readonly askFrequent?: AskFrequent
}

/** Counts all that a report holds, room by room. It is no snapshot: what happens meanwhile may or may not count. */
export async function makeReport(
  sources: ReportSources,
  { unit, period, now, askFrequent }: ReportWish,
): Promise<Report> {
  const { db, sealer, units } = sources
  const province = units.provinceOf(unit)
  if (province === null) throw new Error(`${unit} is no unit that is served`)
  const communes = units.within(unit).filter((one) => units.isCommune(one)) as readonly UnitCode[]
  const accounts = sources.accounts.filter((account) => account.province === province).map(({ id }) => id)

  const received = await findIdRange(db, { table: 'inbox', at: 'received_at' }, period)
  const { byCommune: people, ...allPeople } = await peopleFigures(db, sealer, accounts, period, received)
  const requests = await ticketFigures(db, accounts, communes, period)
  const visits = await visitFigures(db, communes, period)
  const classes = await classFigures(db, communes, period)
  const mentors = await mentorFigures(db, communes, period)
  const ofUnit = (one: UnitId): UnitFigures => ({
    people: people.get(one as UnitCode) ?? NO_PEOPLE,
    requests: requests.byUnit.get(one) ?? NO_TICKETS,
    visits: visits.get(one as UnitCode) ?? NO_VISITS,
    classes: classes.get(one as UnitCode) ?? NO_CLASSES,
    mentors: mentors.get(one as UnitCode) ?? NO_MENTORS,
  })
  const report = { unit, name: units.nameOf(unit), period, madeAt: now, due: dueOf(sources.plans, province, period) }
  if (units.isCommune(unit)) return { ...report, ...ofUnit(unit), province: null, communes: [] }

  const known = new Set<UnitId>(
    [...people.keys(), ...requests.byUnit.keys(), ...visits.keys(), ...classes.keys(), ...mentors.keys()].flatMap(
      (one) => one ?? [],
    ),
  )
  const shown = communes.filter((one) => known.has(one))
  return {
    ...report,
    people: { active: allPeople.active, new: allPeople.new },
    requests: requests.all,
    visits: sumOf([...visits.values()], NO_VISITS),
    classes: addClassFigures([...classes.values()]),
    mentors: sumOf([...mentors.values()], NO_MENTORS),
    province: {
      people: allPeople,
      ...(await restOfProvince(db, province, { accounts, period, received, askFrequent })),
    },
    communes: shown.map((one): CommuneFigures => ({ unit: one, name: units.nameOf(one), ...ofUnit(one) })),
  }
}

async function restOfProvince(
  db: Db,
  province: ProvinceId,
  {
    accounts,
    period,
    received,
    askFrequent,
  }: {
    readonly accounts: readonly AccountId[]
    readonly period: Period
    readonly received: IdRange | null
    readonly askFrequent: AskFrequent | undefined
  },
): Promise<Omit<ProvinceFigures, 'people'>> {
  return {
    messages: {
      ...(await inboxFigures(db, accounts, period, received)),
      ...(await outboxFigures(db, accounts, period)),
    },
    questions: await questionFigures(db, province, period),
    frequent: askFrequent ? await askFrequent(province, period) : null,
    announcements: await broadcastFigures(db, province, period),
  }
}

function sumOf<Figures extends object>(all: readonly Figures[], none: Figures): Figures {
  const sums = { ...none } as Record<string, number>
  for (const figures of all)
    for (const [what, count] of Object.entries(figures)) sums[what] = (sums[what] ?? 0) + (count as number)
  return sums as Figures
}

function dueOf(plans: readonly Plan[], province: ProvinceId, period: Period) {
  const { first, last } = daysOf(period)
  const [from, to] = [calendarOf(first).year, calendarOf(last).year]
  return plans
    .filter((plan) => plan.province === province && plan.year >= from && plan.year <= to)
    .flatMap(({ reports }) => reports)
}
