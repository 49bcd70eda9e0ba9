import { countSentInWindow } from '../../broadcasts/people-facts.store.ts'
import type { Carried, SendingRules } from '../../broadcasts/rules.ts'
import type { NoticeOutcome } from '../../classes/classes.schema.ts'
import type { RenderedPart } from '../../core/channel.ts'
import { AccountRemoved } from '../../core/errors.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import { insertOutbox } from '../../outbox/outbox.store.ts'
import type { SupportDesk } from '../../support/desk.ts'
import { type ChosenWay, chooseWay, type Reachable } from './choose-way.ts'
import type { ClassTexts } from './class-texts.ts'
import type { NoticeKind } from './notice-settings.ts'
import type { NoticeTemplates } from './notice-templates.ts'

/** What notices need besides the database. */
export interface NoticeParts {
  readonly desk: Pick<SupportDesk, 'sealer' | 'deliver' | 'rules'>
  readonly classTexts: ClassTexts
  readonly rules: Pick<SendingRules, 'waysOf'>
  /** None: people are written to within the platform's window alone. */
  readonly templates?: NoticeTemplates
  /** What a notice to one person may cost at most; nothing unless given. */
  readonly mostDong?: number
}

/** A notice to one person. */
export interface Notice {
  readonly person: Reachable
  readonly kind: NoticeKind
  /** Unique: it is put in once. */
  readonly key: string
  /** What a template is filled in with. */
  readonly values: Readonly<Record<string, string>>
  /** The number that was given for this, where the person cannot be reached otherwise; `0…`, as it is stored. */
  readonly phone?: string
  /** When it goes out, UTC ms. */
  readonly dueAt: number
  /** One of many alike: counted under this name, sent at most once, and not to somebody who opted out meanwhile. */
  readonly batch?: string
}

/** The way a notice takes, and what becomes of it that way. */
export interface PlannedNotice extends Notice {
  readonly outcome: NoticeOutcome
  readonly template: RenderedPart | null
}

/** Decides how a notice goes; writes nothing. */
export function planNotice({ rules, templates, mostDong = 0 }: NoticeParts, notice: Notice): PlannedNotice {
  const { person, kind, values, dueAt } = notice
  const template = templates?.find(person.contact, kind, values) ?? null
  const phone = notice.phone?.replace(/^0(?=\d{9}$)/, '84')
  const toPhone = phone?.startsWith('84') ? (template?.toPhone ?? null) : null
  const toPerson = template?.toPerson ?? null
  const carries = new Set<Carried>(['message'])
  if (toPerson) carries.add('template')
  if (toPhone) carries.add('template_by_phone')
  const pricesDong = {
    ...(toPerson?.priceDong != null && { template: toPerson.priceDong }),
    ...(toPhone?.priceDong != null && { template_by_phone: toPhone.priceDong }),
  }
  const chosen = chooseWay(rules, person, { at: dueAt, offer: { carries, pricesDong }, mostDong })
  const byPhone = chosen.type === 'send' && chosen.way.carries === 'template_by_phone'
  const outcome = outcomeOf(chosen)
  return {
    ...notice,
    outcome,
    template: outcome === 'template' ? (template?.render(byPhone ? phone : undefined) ?? null) : null,
  }
}

function outcomeOf(chosen: ChosenWay): NoticeOutcome {
  if (chosen.type === 'skipped') return chosen.because
  return chosen.way.carries === 'message' ? 'sent' : 'template'
}

/** Puts a planned notice into the outbox where it can go, within the transaction in which its outcome is written down. */
export async function placeNotice(
  trx: Db,
  { desk }: Pick<NoticeParts, 'desk'>,
  { person: { contact }, key, outcome, template, dueAt, batch }: PlannedNotice,
  message: () => Promise<Message>,
  now: number,
): Promise<void> {
  const counted = batch === undefined ? {} : { batch }
  if (outcome === 'sent') await desk.deliver(trx, { contact, key, message: await message(), now, dueAt, ...counted })
  else if (outcome === 'template' && template !== null) {
    const purpose = batch === undefined ? 'reply' : 'broadcast'
    await insertOutbox(trx, desk.sealer, [{ contact, purpose, key, part: template, dueAt, ...counted }], now)
  }
}

/**
 * Writes down what becomes of a notice and does it, in one transaction of its own; null when another process was faster.
 * `record` gives false when it was written down before. An account that is configured no more is an outcome too.
 */
export async function settleNotice(
  db: Db,
  planned: NoticeOutcome,
  record: (trx: Db, outcome: NoticeOutcome) => Promise<boolean>,
  place: (trx: Db) => Promise<void>,
): Promise<NoticeOutcome | null> {
  try {
    return await db.transaction().execute(async (trx) => {
      if (!(await record(trx, planned))) return null
      await place(trx)
      return planned
    })
  } catch (error) {
    if (!(error instanceof AccountRemoved)) throw error
    return (await record(db, 'no_account')) ? 'no_account' : null
  }
}

/** People with how many messages they got since they last wrote, which some ways limit. */
export async function withSentInWindow<Person extends Reachable>(
  db: Db,
  people: readonly Person[],
): Promise<(Person & { readonly sentInWindow: number })[]> {
  const sent = await countSentInWindow(
    db,
    people.map(({ contact }) => contact),
  )
  return people.map((person) => ({ ...person, sentInWindow: sent.get(person.contact) ?? 0 }))
}

/** How many notices had which outcome. */
export type NoticeCounts = Readonly<Record<NoticeOutcome, number>>

/** How many came to which outcome; null counts nowhere. */
export function countNotices(outcomes: readonly (NoticeOutcome | null)[]): NoticeCounts {
  const counts: Record<NoticeOutcome, number> = {
    sent: 0,
    template: 0,
    opted_out: 0,
    window: 0,
    hours: 0,
    price: 0,
    no_account: 0,
  }
  for (const outcome of outcomes) if (outcome !== null) counts[outcome] += 1
  return counts
}
