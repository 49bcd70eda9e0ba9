import { getBroadcastOrThrow, listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import { type Broadcast, draftSchema } from '../../broadcasts/broadcast.ts'
import { BROADCAST_STATUSES } from '../../broadcasts/broadcasts.schema.ts'
import { checkTemplates } from '../../broadcasts/check-templates.ts'
import { createBroadcast, submitBroadcast } from '../../broadcasts/draft.ts'
import { announcesSame } from '../../broadcasts/plan-dates.ts'
import { draftsOfPlan, type PlanDraft } from '../../broadcasts/plan-drafts.ts'
import { staffOrThrow } from '../../broadcasts/rights.ts'
import { AppError } from '../../core/errors.ts'
import type { ProvinceId } from '../../core/ids.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { actorOf } from '../../staff/member.ts'
import type { BroadcastDesk } from '../broadcast-desk.ts'

/** Sets up the broadcast of a file, and hands it in unless it is to stay a draft. `name` is who does it. */
export async function create(desk: BroadcastDesk, file: string, name: string, draft: boolean): Promise<Broadcast> {
  const input = readYaml(file, draftSchema)
  const by = await actorNamed(desk, name, { province: input.province as ProvinceId, segment: input.segment })
  const written = await createBroadcast(desk, input, by, desk.now())
  const { id } = written
  if (draft) return written
  // It stays a draft then, to be mended.
  await checkTemplates(desk, written, desk.now())
  await submitBroadcast(desk.db, id, by, desk.now())
  return getBroadcastOrThrow(desk.db, id)
}

/** Sets up all announcements of a plan as drafts. A draft that was set up before, and not cancelled, is not set up again. */
export async function createFromPlan(desk: BroadcastDesk, planId: string, name: string): Promise<Broadcast[]> {
  const plans = new Map(desk.plans().map((plan) => [`${plan.province}-${plan.year}`, plan]))
  const plan = plans.get(planId)
  if (!plan)
    throw new AppError(
      'no_plan',
      `There is no plan "${planId}" in data/plans; there are ${[...plans.keys()].join(', ')}.`,
    )
  const by = await actorNamed(desk, name, { province: plan.province, segment: {} })
  const known = await listBroadcasts(desk.db, {
    limit: 10_000,
    statuses: BROADCAST_STATUSES.filter((status) => status !== 'cancelled'),
  })
  const isKnown = (draft: PlanDraft) =>
    // By its title where it was set up before broadcasts kept their plan.
    known.some((one) => (one.plan ? announcesSame(one.plan, draft.plan) : isTitled(one, draft)))
  const drafts = draftsOfPlan(plan, desk.texts, desk.now()).filter((draft) => !isKnown(draft))
  if (drafts.length === 0)
    throw new AppError('no_dates', `The plan "${planId}" has no date ahead for which there is no broadcast yet.`)
  const created: Broadcast[] = []
  for (const draft of drafts) created.push(await createBroadcast(desk, draft, by, desk.now()))
  return created
}

function isTitled(one: Broadcast, { title, province }: PlanDraft): boolean {
  return one.title === title && one.province === province
}

/** Who has the right, as the audit log names them. */
export async function actorNamed(
  desk: BroadcastDesk,
  name: string,
  broadcast: Pick<Broadcast, 'province' | 'segment'>,
): Promise<string> {
  return actorOf(await staffOrThrow(desk, name, broadcast))
}
