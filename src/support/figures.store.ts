import { type RawBuilder, sql } from 'kysely'
import type { AccountId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import type { Db } from '../db/open.ts'
import type { UnitId } from '../staff/member.ts'
import './support.schema.ts'

/** Requests for a person, and how they stand by now. */
export interface TicketFigures {
  readonly opened: number
  /** To which staff have answered at least once. */
  readonly answered: number
  readonly closed: number
  /** Not answered in time where they were opened, and so passed to the level above. */
  readonly passedUp: number
  /** From the request to the first word of staff, over those answered; null where none was. */
  readonly medianFirstReplyMs: number | null
  readonly rated: number
  /** 1 to 5; null where nobody has said. */
  readonly meanRating: number | null
}

export const NO_TICKETS: TicketFigures = {
  opened: 0,
  answered: 0,
  closed: 0,
  passedUp: 0,
  medianFirstReplyMs: null,
  rated: 0,
  meanRating: null,
}

/** Of all requests on some accounts, and by the unit that they belong to (null: nobody said whose they are). */
export interface TicketFiguresByUnit {
  readonly all: TicketFigures
  readonly byUnit: ReadonlyMap<UnitId | null, TicketFigures>
}

interface Counts {
  readonly unit: UnitId | null
  readonly opened: number
  readonly answered: number
  readonly closed: number
  readonly passed_up: number
  readonly rated: number
  readonly stars: number | null
}

interface Median {
  readonly unit: UnitId | null
  readonly took: number
}

/** The requests that were opened in a period. `communes`: theirs begin at the lowest level, all others one above. */
export async function ticketFigures(
  db: Db,
  accounts: readonly AccountId[],
  communes: readonly UnitId[],
  { from, until }: Period,
): Promise<TicketFiguresByUnit> {
  if (accounts.length === 0) return { all: NO_TICKETS, byUnit: new Map() }
  const opened = sql`r.account_id in (${sql.join(accounts)}) and r.created_at >= ${from} and r.created_at < ${until}`
  const ofCommune = communes.length === 0 ? sql`1 = 0` : sql`r.unit in (${sql.join(communes)})`
  const { rows: counts } = await sql<Counts>`
    select r.unit as unit, count(*) as opened,
      sum(case when exists (select 1 from support_entries as e where e.request_id = r.id and e.author = 'staff')
        then 1 else 0 end) as answered,
      sum(case when r.status = 'closed' then 1 else 0 end) as closed,
      sum(case when r.level = 'admin' or (r.level = 'officer' and ${ofCommune}) then 1 else 0 end) as passed_up,
      count(r.rating) as rated, sum(r.rating) as stars
    from support_requests as r where ${opened} group by r.unit`.execute(db)
  const replies = sql`select r.unit as unit, min(e.at) - r.created_at as took
    from support_requests as r join support_entries as e on e.request_id = r.id and e.author = 'staff'
    where ${opened} group by r.id, r.unit, r.created_at`
  const medians = await mediansOf(db, replies, sql`unit`)
  const [median] = await mediansOf(db, replies, sql`null`)

  const tookOf = new Map(medians.map(({ unit, took }) => [unit, Number(took)]))
  const figures = counts.map((row) => [row.unit, figuresOf(row, tookOf.get(row.unit) ?? null)] as const)
  const sum = (what: Exclude<keyof Counts, 'unit'>) => counts.reduce((all, row) => all + Number(row[what] ?? 0), 0)
  const whole = {
    unit: null,
    opened: sum('opened'),
    answered: sum('answered'),
    closed: sum('closed'),
    passed_up: sum('passed_up'),
    rated: sum('rated'),
    stars: sum('stars'),
  }
  return { all: figuresOf(whole, median ? Number(median.took) : null), byUnit: new Map(figures) }
}

/** The middle of the times by `part`; of an even number, between the two in the middle. */
async function mediansOf(db: Db, replies: RawBuilder<unknown>, part: RawBuilder<unknown>): Promise<Median[]> {
  const { rows } = await sql<Median>`
    with replies as (${replies}),
    parted as (select ${part} as unit, took from replies),
    ranked as (select unit, took, row_number() over (partition by unit order by took) as place,
      count(*) over (partition by unit) as amount from parted)
    select unit, avg(took) as took from ranked
    where place in ((amount + 1) / 2, (amount + 2) / 2) group by unit`.execute(db)
  return rows
}

function figuresOf(counts: Counts, medianFirstReplyMs: number | null): TicketFigures {
  const rated = Number(counts.rated)
  return {
    opened: Number(counts.opened),
    answered: Number(counts.answered),
    closed: Number(counts.closed),
    passedUp: Number(counts.passed_up),
    medianFirstReplyMs,
    rated,
    meanRating: rated === 0 ? null : Number(counts.stars) / rated,
  }
}
