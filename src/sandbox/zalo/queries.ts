import { z } from 'zod'
import { vietnamDate } from '../../core/clock.ts'
import type { Call } from '../platform-server.ts'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import { userIdByApp } from './events.ts'
import type { Person } from './people.ts'
import { FREE_WINDOW_MS } from './window.ts'
import type { OfficialAccount } from './world.ts'

/** 4: state agency, 2: business. */
const OA_TYPE_CODES = { state: 4, business: 2 } as const

/** `GET v2.0/oa/getoa` */
export function accountProfile(oa: OfficialAccount): ZaloAnswer {
  const followers = oa.people.all().filter((person) => person.followed)
  return accepted({
    oaid: oa.app.oaId,
    name: `Sandbox OA ${oa.app.oaId.slice(-4)}`,
    description: '',
    oa_alias: '',
    is_verified: true,
    oa_type: OA_TYPE_CODES[oa.world.rules.oaType],
    cate_name: 'Sandbox',
    num_follower: followers.length,
    avatar: 'https://sandbox.zdn.vn/oa.jpg',
    cover: 'https://sandbox.zdn.vn/oa-cover.jpg',
    package_name: 'Sandbox',
    package_valid_through_date: '31/12/2099',
    package_auto_renew_date: '',
    linked_ZCA: '',
  })
}

/** `GET v3.0/oa/user/detail?data={"user_id"}` */
export function personDetail(oa: OfficialAccount, call: Call): ZaloAnswer {
  const parsed = z.object({ user_id: z.string() }).safeParse(dataParameter(call))
  if (!parsed.success) return invalid('user_id')
  const person = oa.people.find(parsed.data.user_id)
  return person ? accepted(detailOf(person)) : refused(-213)
}

function detailOf(person: Person): object {
  const avatar = `https://sandbox.zdn.vn/u/${person.id}.jpg`
  return {
    user_id: person.id,
    user_id_by_app: userIdByApp(person.id),
    user_external_id: '',
    display_name: person.name,
    user_alias: person.alias,
    is_sensitive: false,
    user_is_follower: person.followed,
    user_last_interaction_date: person.lastInteractionAt === null ? '' : vietnamDate(person.lastInteractionAt),
    avatar,
    avatars: { 120: avatar, 240: avatar },
    dynamic_param: '',
    tags_and_notes_info: { tag_names: [], notes: [] },
    shared_info: person.sharedInfo,
  }
}

const listSchema = z.object({
  offset: z.number().int().min(0).max(9951).default(0),
  count: z.number().int().min(1).max(50).default(50),
  is_follower: z.union([z.boolean(), z.stringbool()]).optional(),
})

/** `GET v3.0/oa/user/getlist?data={offset,count,is_follower}`: ids only, at most 50 at a time. */
export function personList(oa: OfficialAccount, call: Call): ZaloAnswer {
  const parsed = listSchema.safeParse(dataParameter(call))
  if (!parsed.success) return refusalOf(parsed.error)
  const { offset, count, is_follower } = parsed.data
  const people = oa.people.all().filter((one) => is_follower === undefined || one.followed === is_follower)
  const users = people.slice(offset, offset + count).map((one) => ({ user_id: one.id }))
  return accepted({ total: people.length, count: users.length, offset, users })
}

const updateSchema = z.object({
  user_id: z.string(),
  user_alias: z.string().optional(),
  shared_info: z.record(z.string(), z.string()).optional(),
})

/** `POST v3.0/oa/user/update` */
export function updatePerson(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const parsed = updateSchema.safeParse(body)
  if (!parsed.success) return refusalOf(parsed.error)
  const person = oa.people.find(parsed.data.user_id)
  if (!person) return refused(-213)
  person.alias = parsed.data.user_alias ?? person.alias
  person.sharedInfo = parsed.data.shared_info ?? person.sharedInfo
  return accepted()
}

const personQuotaSchema = z.object({ user_id: z.string() })
const OLD_FREE_PER_WINDOW = 8
const accountQuotaSchema = z.object({
  quota_owner: z.enum(['OA', 'App']),
  product_type: z.literal('cs'),
  quota_type: z.literal('sub_quota'),
})

/** `POST v3.0/oa/quota/message`: of one person, or of the OA's allowance. */
export function quota(oa: OfficialAccount, body: unknown): ZaloAnswer {
  const ofPerson = personQuotaSchema.safeParse(body)
  if (ofPerson.success) return personQuota(oa, ofPerson.data.user_id)
  const ofAccount = accountQuotaSchema.safeParse(body)
  if (!ofAccount.success) return refusalOf(ofAccount.error)
  return accepted([
    {
      asset_id: `sandbox-${oa.app.oaId}`,
      product_type: 'cs',
      quota_type: 'sub_quota',
      valid_through: '31/12/2099',
      total: oa.world.rules.monthlyAllowance,
      remain: oa.allowanceLeft,
    },
  ])
}

function personQuota(oa: OfficialAccount, userId: string): ZaloAnswer {
  const person = oa.people.find(userId)
  if (!person) return refused(-213)
  const last = person.lastInteractionAt
  // Where there is no number any more, Zalo still tells the old one.
  const total = Math.min(OLD_FREE_PER_WINDOW, oa.world.rules.window.freePerWindow)
  const isOpen = last !== null && oa.world.clock.now() - last <= FREE_WINDOW_MS
  return accepted({
    last_interaction: last === null ? '' : String(last),
    cs_reply: { remain: isOpen ? Math.max(0, total - person.sentSince) : 0, total },
    promotion: { daily_remain: 1, daily_total: 1, monthly_remain: 6, monthly_total: 6 },
  })
}

/** User queries carry one URL-encoded JSON in `data`. */
function dataParameter(call: Call): unknown {
  try {
    return JSON.parse(call.query.get('data') ?? '')
  } catch {
    return null
  }
}
